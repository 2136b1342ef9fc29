import { areAll, areStill, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('one phone listens in one tab: the one that came last, or the one that its person chooses', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  const id = await ben.clientId();

  const later = await ben.openTab();
  await later.openByLink();
  await later.joinByTap();
  await expect(ben.page.getByRole('heading', { name: 'CoListen is open in another tab' })).toBeVisible();
  await areStill([ben, later]);
  await later.press('Next');
  await play([ana, later]);
  await areStill([ben]);
  expect(await ben.state()).toBe('joining');

  await ben.press('Use this one');
  await ben.isInTheRoom();
  await expect(later.button('Use this one')).toBeVisible();
  await ben.press('Next');
  await play([ana, ben]);
  await areAll('joining', [later]);
  await areStill([later]);

  expect(await ben.clientId()).toBe(id);
  expect([...ben.requests, ...later.requests].filter((path) => path === '/leave')).toEqual([]);
  for (const tab of [ben, later]) expect(await tab.read<string[]>('window.bubbles'), 'nothing is wrong').toEqual([]);
});
