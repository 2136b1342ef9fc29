import { expect, test } from '../fixtures/test.ts';

test('a code read off the big screen and typed by hand opens the room', async ({ phone }) => {
  const ben = await phone('Ben', 'Galaxy S9+');
  await ben.joinByHand('abcd efgh');
  await ben.isInTheRoom();
  expect(Object.values((await ben.snapshot()).clients).map(({ name }) => name)).toEqual(['Ben']);
});
