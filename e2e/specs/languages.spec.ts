import type { Page } from '@playwright/test';
import { openGallery } from '../../client-ts/scripts/gallery.mjs';
import { cutTexts, textsOfNoCatalogue } from '../../client-ts/scripts/texts.mjs';
import { expect, test } from '../fixtures/test.ts';

/** What is wrong with the texts of a page, for each state of the gallery in which there is something. */
async function faults(page: Page, language: string, find: () => string[]): Promise<Record<string, string[]>> {
  const gallery = await openGallery();
  await page.setViewportSize({ width: 320, height: 568 });
  const found: Record<string, string[]> = {};
  for (const state of await gallery.everyState(page)) {
    await page.goto(gallery.urlOf(state, language));
    await gallery.settled(page);
    const texts = await page.evaluate(find);
    if (texts.length > 0) found[state] = texts;
  }
  await gallery.close();
  return found;
}

test.describe('a phone whose person reads German', () => {
  test.use({ locale: 'de-DE' });

  test('speaks it from the first screen on, and another language once that is chosen', async ({ phone }) => {
    const ana = await phone('Ana', 'iPhone SE');
    const { page } = ana;
    const lang = () => page.locator('html').getAttribute('lang');
    const pick = async (label: string, language: string) => {
      await page.locator('.pill').tap();
      await page.getByRole('combobox', { name: label, exact: true }).selectOption(language);
    };
    await ana.openByLink();
    await page.getByRole('textbox', { name: 'Dein Name' }).fill('Ana');
    expect(await lang()).toBe('de');
    await ana.press('Einsteigen');
    await ana.isInTheRoom();
    await expect(ana.button('Abspielen')).toBeVisible();
    await expect(ana.status()).toHaveText('Pausiert');

    await pick('Sprache', 'en');
    await ana.press('Close');
    await expect(ana.button('Play')).toBeVisible();
    await expect(ana.status()).toHaveText('Paused');
    expect(await lang()).toBe('en');

    await ana.reload();
    await expect(ana.button('Play')).toBeVisible();
    await pick('Language', 'de');
    await ana.press('Schließen');
    await expect(ana.button('Abspielen')).toBeVisible();
    expect(await lang()).toBe('de');
  });

  test('joins in English where German does not come', async ({ phone }) => {
    const ana = await phone('Ana');
    await ana.page.route(/\/assets\/page-/, (route) => route.abort());
    await ana.joinByLink();
    await expect(ana.button('Play')).toBeVisible();
  });

  test('words a refusal itself', async ({ phone }) => {
    const eve = await phone('Eve');
    await eve.openByLink('code=XXXXXXXX');
    await eve.page.getByRole('textbox', { name: 'Dein Name' }).fill('Eve');
    await eve.press('Einsteigen');
    await expect(eve.status()).toContainText('Das ist nicht der Code');
  });

  test('sees the big screen in German', async ({ server, page }) => {
    await page.goto(server.hostScreen);
    await expect(page.getByRole('button', { name: 'Dieser Raum' })).toBeVisible();
    await expect(page).toHaveTitle('CoListen · der große Bildschirm');
    await page.getByRole('button', { name: 'Dieser Raum' }).click();
    await page.getByRole('combobox', { name: 'Sprache', exact: true }).selectOption('en');
    await expect(page.getByRole('tab', { name: 'Phones' })).toBeVisible();
  });
});

test('a phone whose person reads neither language speaks English', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.context.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['fr-FR', 'eo'] }));
  await ana.joinByLink();
  expect(await ana.page.locator('html').getAttribute('lang')).toBe('en');
});

test('no text is outside the catalogue', async ({ page }) => {
  expect(await faults(page, 'brackets', textsOfNoCatalogue)).toEqual({});
});

for (const language of ['en', 'de'])
  test(`no text is cut at 320 px in ${language}`, async ({ page }) => {
    expect(await faults(page, language, cutTexts)).toEqual({});
  });
