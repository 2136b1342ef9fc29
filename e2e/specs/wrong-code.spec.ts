import { expect, test } from '../fixtures/test.ts';

test('a wrong code is refused in words, and the right one still works', async ({ phone }) => {
  const eve = await phone('Eve', 'iPhone SE');
  await eve.joinByHand('XXXXXXXX');
  await expect(eve.status()).not.toBeEmpty();
  await expect(eve.status()).toContainText(/code/i);
  expect(await eve.state()).toBe('joining');
  expect(await eve.context.cookies(eve.server.origin)).toEqual([]);
  await eve.joinByHand('ABCDEFGH');
  await eve.isInTheRoom();
});

test('who guesses too often has to wait, and is told so', async ({ server, phone }) => {
  const eve = await phone('Eve');
  await eve.openByLink('code=XXXXXXX7');
  await eve.page.getByRole('textbox', { name: 'Your name' }).fill('Eve');
  // From the same address and in one go: what counts are the guesses of a minute.
  for (const wrong of ['XXXXXXX2', 'XXXXXXX3', 'XXXXXXX4', 'XXXXXXX5', 'XXXXXXX6']) expect(await server.pair(wrong)).toBe(403);
  await eve.press('Join');
  await expect.poll(() => eve.answers).toEqual([{ command: 'pair', status: 429 }]);
  await expect(eve.status()).not.toBeEmpty();
  expect(await eve.state()).toBe('joining');
});
