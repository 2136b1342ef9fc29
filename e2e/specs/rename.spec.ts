import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3'] });

test('a person changes their name for everybody, and keeps it', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  const names = async () => Object.values((await ben.snapshot()).clients).map(({ name }) => name);
  const rename = async (name: string) => {
    await ana.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await ana.press('Save');
  };
  await ana.page.locator('.pill').tap();
  await ana.press('Change my name');
  await rename('Ana\u202e');
  await expect(ana.page.getByRole('dialog')).toContainText('A name has at most 40 characters');
  expect((await names()).toSorted()).toEqual(['Ana', 'Ben']);
  await rename('Anna');
  await expect.poll(async () => (await names()).toSorted()).toEqual(['Anna', 'Ben']);
  await expect(ana.page.getByRole('textbox', { name: 'Your name' })).toHaveCount(0);
  await ben.page.locator('.pill').tap();
  await expect(ben.page.getByRole('dialog')).toContainText('Anna');
  expect(await ana.read("localStorage.getItem('colisten.name')")).toBe('Anna');
});
