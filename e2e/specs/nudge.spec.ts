import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['ember.flac', 'fjord.m4a', 'gale.ogg', 'harbour.wav', 'island.mp3'] });

test('a nudged song is next-up for all, and every phone fetches it at once', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'iPad Mini');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  const [first, second, third, fourth, fifth] = (await ana.queue()) as [string, string, string, string, string];
  for (const one of [ana, ben]) await expect.poll(async () => (await one.stored()).toSorted()).toEqual([first, second].toSorted());

  await ana.tab('Queue');
  const row = ana.page.getByRole('listitem').filter({ hasText: new RegExp(fourth.split('.')[0] as string, 'i') });
  await row.getByRole('button', { name: 'Nudge to next-up' }).tap();
  await expect.poll(() => ana.queue()).toEqual([first, fourth, second, third, fifth]);
  for (const one of [ana, ben]) await expect.poll(() => one.stored(), { message: `${one.name} fetches it` }).toContain(fourth);
});
