import { play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'] });

test('Next starts the next song for all and puts the old one at the end', async ({ four }) => {
  const [ana, ben] = four;
  const [first, second, third] = (await ana.queue()) as [string, string, string];
  await ana.press('Play');
  await playsSongOf(durationOf(first), four);
  await ben.press('Next');
  await playsSongOf(durationOf(second), four);
  await play(four);
  for (const one of four) expect(await one.queue()).toEqual([second, third, first]);
});
