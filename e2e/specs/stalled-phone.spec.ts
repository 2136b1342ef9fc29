import { areAll, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'], settings: { 'Session:StallSec': 10 } });

test('a phone from which nothing comes is set aside by name, and is in again from the next song on', async ({ phone }) => {
  const dov = await phone('Dov', 'iPad Mini');
  dov.proxy.limitFiles(0);
  const others = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  const [ana] = others as [typeof dov];
  await Promise.all([dov, ...others].map((one) => one.joinByLink()));
  // Who has the song already answers at once.
  const [song] = await ana.queue();
  for (const one of others) await expect.poll(() => one.stored()).toContain(song);
  await ana.press('Play');
  await play(others);
  for (const one of others) await one.wasTold('Dov took too long');
  await areAll('silent', [dov]);
  expect(await dov.me()).toMatchObject({ active: true, listening: false });

  dov.proxy.limitFiles(Number.POSITIVE_INFINITY);
  await ana.press('Next');
  await play([...others, dov]);
});
