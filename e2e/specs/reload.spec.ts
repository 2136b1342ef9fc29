import { areAll, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('a page reloaded in mid-song comes back silent, without pairing again, and disturbs nobody', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  const id = await ben.clientId();
  const { eventCount } = await ana.snapshot();

  await ana.watch();
  await ben.reload();
  await areAll('silent', [ben]);
  await goesOn(ana, 1);
  expect((await ana.heard()).breaks).toEqual([]);
  expect(await ben.sounds()).toBe(false);
  expect(await ben.clientId()).toBe(id);
  expect(ben.requests.filter((path) => path === '/pair')).toHaveLength(1);
  expect(await ana.snapshot()).toMatchObject({ eventCount, listeners: [await ana.clientId()] });

  await ben.press('Next');
  await play([ana, ben]);
});
