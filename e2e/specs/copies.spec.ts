import { areAll, play } from '../fixtures/expectations.ts';
import { row } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['ember.flac', 'fjord.m4a', 'gale.ogg', 'island.mp3'] });

test('the queue tells on how many of the phones each song lies', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  await ana.joinByLink();
  const [first, second, third] = (await ana.queue()) as [string, string, string];
  await expect.poll(async () => (await ana.stored()).toSorted()).toEqual([first, second].toSorted());
  await ana.tab('Queue');
  await expect(row(ana, first)).toContainText('on this phone');
  await expect(row(ana, first)).not.toContainText('phones');

  const ben = await phone('Ben', 'Pixel 7');
  ben.proxy.limitFiles(0);
  await ben.joinByLink();
  await expect(row(ana, first)).toContainText('on 1 of 2 phones');
  ben.proxy.limitFiles(Number.POSITIVE_INFINITY);
  for (const song of [first, second]) await expect(row(ana, song)).toContainText('on 2 of 2 phones');
  await expect(row(ana, third)).not.toContainText('phones');
});

test('while one phone waits for its download for long, all can play what everyone has', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  const [first, second, third, fourth] = (await ana.queue()) as [string, string, string, string];
  for (const one of [ana, ben]) await expect.poll(() => one.stored(), { message: `${one.name} has the next song` }).toContain(second);

  ben.proxy.limitFiles(0);
  expect(await ana.post('nudge', { trackId: await ana.trackId(fourth) })).toBe(200);
  await expect.poll(() => ana.stored()).toContain(fourth);
  await ana.press('Next');
  await areAll('waiting', [ana, ben]);
  await ana.press('Play what everyone has');
  await play([ana, ben]);
  await expect.poll(() => ana.queue()).toEqual([second, third, first, fourth]);
});
