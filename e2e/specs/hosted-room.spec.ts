import { areAll, play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { press, row, showQueue } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3', 'kelp.flac', 'larch.m4a', 'marsh.mp3'] });

test('in a room that belongs to its hosts a guest has wishes, and no button that would be refused', async ({ phone, server }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await server.host('control', { control: 'hosts' });
  await server.host('clients/host', { clientId: await ana.clientId(), host: true });
  const [now, a, b, c] = (await ana.queue()) as [string, string, string, string];

  await expect(ben.page.getByText('The host chooses what plays').first()).toBeVisible();
  await expect(ben.button('Play')).toHaveCount(0);
  await ana.press('Play');
  await play([ana, ben]);
  for (const name of ['Pause', 'Previous', 'Next', 'Bring everyone in']) await expect(ben.button(name), name).toHaveCount(0);
  await expect(ben.page.getByRole('slider', { name: 'Position' })).toBeDisabled();
  await expect(ana.button('Previous')).toBeVisible();

  await ana.tab('Queue');
  await ben.tab('Queue');
  for (const name of ['Nudge to next-up', 'More', 'Shuffle']) await expect(ben.button(name), name).toHaveCount(0);
  await press(ben, c, 'Wish');
  await showQueue([ana, ben], [now, c, a, b]);
  await expect(row(ana, c)).toContainText('Ben wished it');
  await press(ben, c, 'Take my wish back');
  await showQueue([ana, ben], [now, a, b, c]);

  // Whoever asks all the same is refused.
  expect(await ben.post('shuffle', {})).toBe(403);
  await showQueue([ana, ben], [now, a, b, c]);

  // A song that only guests hear still ends.
  await ana.tab('Current Song');
  await ana.seekTo(durationOf(now) - 4);
  await ana.page.close();
  await playsSongOf(durationOf(a), [ben]);
  await expect.poll(() => ben.queue()).toEqual([a, b, c, now]);

  // Somebody whom the hosts make one of them has it all.
  await server.host('clients/host', { clientId: await ben.clientId(), host: true });
  await ben.tab('Current Song');
  await ben.press('Pause');
  await areAll('paused', [ben]);
});
