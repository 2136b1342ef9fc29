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

test('who guesses too often has to wait, and is told so', async ({ phone }) => {
  const eve = await phone('Eve');
  const guess = async (typed: string, status: number) => {
    await eve.joinByHand(typed);
    await expect.poll(() => eve.answers.at(-1)).toEqual({ command: 'pair', status });
    eve.answers.length = 0;
  };
  for (const typed of ['XXXXXXX2', 'XXXXXXX3', 'XXXXXXX4', 'XXXXXXX5', 'XXXXXXX6']) await guess(typed, 403);
  await guess('XXXXXXX7', 429);
  await expect(eve.status()).not.toBeEmpty();
  expect(await eve.state()).toBe('joining');
});
