import { areTogether, play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test('three songs follow one another while every phone is in a pocket', async ({ phone }) => {
  const both = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')] as const;
  for (const one of both) await one.joinByLink();
  const [ana] = both;
  const [first, second, third] = (await ana.queue()) as [string, string, string];
  await ana.press('Play');
  await play(both);
  for (const one of both) await one.hide();

  for (const song of [second, third, first]) {
    await playsSongOf(durationOf(song), both);
    await areTogether(both);
  }
  for (const one of both) {
    expect(await one.me()).toMatchObject({ active: true, listening: true });
    expect(one.answers.filter(({ command }) => command === 'asleep' || command === 'sit-out')).toEqual([]);
  }
});
