import { expect, test } from '../fixtures/test.ts';

test('a code read off the big screen and typed by hand opens the room', async ({ phone }) => {
  const ben = await phone('Ben', 'Galaxy S9+');
  await ben.joinByHand('abcd efgh');
  await ben.isInTheRoom();
  expect(Object.values((await ben.snapshot()).clients).map(({ name }) => name)).toEqual(['Ben']);
});

test('a phone in the room shows its code to one more', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  await ana.joinByLink();
  await ana.page.locator('.pill').tap();
  const letters = (await ana.page.getByRole('dialog').locator('.code').textContent()) ?? '';
  expect(letters).toBe('ABCD EFGH');
  const ben = await phone('Ben', 'Galaxy S9+');
  await ben.joinByHand(letters);
  await ben.isInTheRoom();
});
