import { areAll, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3'] });

test('a phone that vanishes while it is waited for lets the others start', async ({ phone }) => {
  const dov = await phone('Dov', 'Galaxy S9+');
  dov.proxy.limitFiles(0);
  const others = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'iPad Mini')];
  const [ana] = others as [typeof dov];
  await Promise.all([dov, ...others].map((one) => one.joinByLink()));
  await ana.press('Play');
  await areAll('waiting', others);
  await expect.poll(async () => (await ana.snapshot()).barrier?.ready.length).toBe(2);
  await dov.page.close();
  await play(others);
  expect(await dov.me()).toEqual({ name: 'Dov', active: false, listening: false });
});
