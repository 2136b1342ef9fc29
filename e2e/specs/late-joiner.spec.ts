import { areAll, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('who comes in mid-song is silent, and in from the next song on', async ({ phone }) => {
  const early = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'iPhone 15 Pro Max')];
  const [ana] = early as [(typeof early)[0]];
  await Promise.all(early.map((one) => one.joinByLink()));
  await ana.press('Play');
  await play(early);

  const dov = await phone('Dov', 'iPad Mini');
  await dov.joinByLink();
  await areAll('silent', [dov]);
  await expect(dov.page.getByText(/join at the next song/i).first()).toBeVisible();
  await goesOn(ana, 1);
  expect(await dov.sounds()).toBe(false);
  expect(await dov.me()).toMatchObject({ active: true, listening: false });
  await play(early);

  await dov.press('Next');
  await play([...early, dov]);
});

test('Bring everyone in starts the late ones where the others are', async ({ phone }) => {
  const ana = await phone('Ana', 'Galaxy S9+');
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  await ana.seekTo(120);
  const dov = await phone('Dov', 'iPhone SE');
  await dov.joinByLink();
  await areAll('silent', [dov]);
  await dov.press('Bring everyone in');
  await play([ana, dov]);
  for (const one of [ana, dov]) expect((await one.audio())?.currentTime).toBeGreaterThan(119);
});
