import { areAll, sound } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3'] });

test('the tap on Join is all that a browser needs to let the page sound later', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben');
  await ben.joinByLink();
  await ana.openByLink();
  await ana.touch('#name');
  await ana.type('Ana');
  await ana.touch('button[type=submit]');
  await ana.isInTheRoom();
  await ben.press('Play');
  await areAll('playing', [ana, ben]);
  await sound([ana, ben]);
});

test('a reloaded page that nobody has touched holds nobody up', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben');
  await ana.joinByLink();
  await ben.joinByLink();
  await ana.page.reload();
  await expect.poll(() => ana.state()).toBe('joining');
  expect(await ana.read('navigator.userActivation.hasBeenActive')).toBe(false);
  await ben.press('Play');
  await areAll('playing', [ben]);
  await sound([ben]);
  expect(await ana.sounds()).toBe(false);
  expect((await ana.me()).listening).toBe(false);
});
