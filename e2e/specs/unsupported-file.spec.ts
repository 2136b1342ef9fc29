import { play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['broken.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'] });

test('a file that no phone can play is skipped, in words', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  const [first, second] = (await ana.queue()) as [string, string];
  expect(first).toBe('broken.mp3');
  await ana.press('Play');
  for (const one of [ana, ben]) await one.wasTold(/Format not supported\. Skipping(…|\.\.\.)/);
  await playsSongOf(durationOf(second), [ana, ben]);
  await play([ana, ben]);
  expect((await ana.queue()).at(-1)).toBe('broken.mp3');
});
