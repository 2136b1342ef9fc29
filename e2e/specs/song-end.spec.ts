import { goesOn, play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['ember.flac', 'frontiers.mp3', 'machine_wars.mp3'] });

test('a song that ends on four phones at once makes exactly one step in the queue', async ({ four }) => {
  const [ana] = four;
  const [first, second, third] = (await ana.queue()) as [string, string, string];
  await ana.press('Play');
  await playsSongOf(durationOf(second), four);
  await play(four);
  await goesOn(ana, 1);
  expect(await ana.queue()).toEqual([second, third, first]);
  const answers = four.flatMap((one) => one.answers).filter(({ command }) => command === 'next');
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  for (const one of four) await expect(one.bubble(), 'who was second is not told off').toHaveCount(0);
});
