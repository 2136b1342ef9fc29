import { areAll, areStill, areTogether, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('four phones start together, after the slowest has the whole song', async ({ phone }) => {
  const dov = await phone('Dov', 'iPad Mini');
  dov.proxy.limitFiles(0);
  const quick = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'Galaxy S9+')];
  await Promise.all([dov, ...quick].map((one) => one.joinByLink()));
  await quick[0]?.press('Play');
  await areAll('waiting', [...quick, dov]);
  await expect.poll(async () => (await dov.snapshot()).barrier?.ready.length).toBe(3);
  expect((await dov.snapshot()).barrier?.members).toHaveLength(4);
  expect((await dov.snapshot()).playState.mode).toBe('paused');
  await areStill([...quick, dov]);

  dov.proxy.limitFiles(Number.POSITIVE_INFINITY);
  await play([...quick, dov]);
  await areTogether([dov, ...quick]);
  // One event made them all start, from the beginning of the song.
  expect(await dov.snapshot()).toMatchObject({ playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: { length: 4 } });
});
