import { play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'] });

test('once every song is on the phone, a lap of the queue asks for no file', async ({ phone }) => {
  const ana = await phone('Ana', 'iPad (gen 7)');
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  const lap = async () => {
    for (let step = 0; step < 3; step++) {
      const [, next] = (await ana.queue()) as [string, string];
      await ana.press('Next');
      await playsSongOf(durationOf(next), [ana]);
    }
  };
  await lap();
  await expect.poll(async () => (await ana.stored()).toSorted()).toEqual((await ana.queue()).toSorted());
  const before = await ana.downloads();
  await lap();
  expect(await ana.downloads()).toBe(before);
});
