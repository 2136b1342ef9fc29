import { areAll, goesOn, play, sound } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

// 10 MB: what a weak link takes long to bring.
test.use({ songs: ['lake.wav', 'untagged.mp3'] });

test('a slow phone is waited for by name and percent, can be left behind, and joins at the next song', async ({ phone }) => {
  const dov = await phone('Dov', 'Galaxy S9+');
  // It would take eight minutes.
  dov.proxy.limitFiles(20_000);
  const others = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'iPad Mini')];
  const [ana, ben] = others as [typeof dov, typeof dov];
  await Promise.all([dov, ...others].map((one) => one.joinByLink()));
  await ana.press('Play');
  await areAll('waiting', [...others, dov]);
  await expect.poll(async () => (await dov.snapshot()).barrier?.ready.length).toBe(3);
  for (const one of others) await expect(one.page.getByRole('listitem').filter({ hasText: 'Dov' })).toContainText(/[1-9]\d? ?%/);

  await ben.press('Start now');
  await play(others);
  await areAll('silent', [dov]);
  expect((await dov.me()).listening).toBe(false);
  await goesOn(ana, 1);
  expect(await dov.sounds()).toBe(false);

  dov.proxy.limitFiles(200_000);
  await ana.press('Next');
  await play([...others, dov]);
  await sound([dov]);
});
