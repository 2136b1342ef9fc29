import { areAll } from '../fixtures/expectations.ts';
import { press, row, showQueue } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['ember.flac', 'fjord.m4a', 'island.mp3'] });

test('a tablet shows the song and the queue side by side, whichever tab is chosen', async ({ phone }) => {
  const ana = await phone('Ana', 'iPad Mini');
  await ana.joinByLink();
  const [first, second, third] = (await ana.queue()) as [string, string, string];
  for (const tab of ['Current Song', 'Queue'] as const) {
    await ana.tab(tab);
    await expect(ana.button('Play')).toBeVisible();
    await expect(row(ana, third)).toBeVisible();
  }
  await press(ana, third, 'Nudge to next-up');
  await showQueue([ana], [first, third, second]);
  await ana.press('Play');
  await areAll('playing', [ana]);
  await expect(row(ana, first)).toBeVisible();
});
