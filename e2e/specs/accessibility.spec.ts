import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { areAll, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'] });

async function isClean(page: Page, screen: string): Promise<void> {
  // A colour on its way from one screen to the next is not what people read.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished.catch(() => {})),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    screen,
  ).toEqual([]);
}

for (const look of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to on any screen, ${look}`, async ({ phone, server, browser }) => {
    const ana = await phone('Ana', 'iPhone SE', look);
    await ana.openByLink();
    await isClean(ana.page, 'joining');
    await ana.joinByLink();
    await areAll('paused', [ana]);
    await isClean(ana.page, 'paused');

    const dov = await phone('Dov', 'Galaxy S9+', look);
    dov.proxy.limitFiles(0);
    await dov.joinByLink();
    await ana.press('Play');
    await areAll('waiting', [ana]);
    await expect(ana.button('Start now')).toBeVisible();
    await isClean(ana.page, 'waiting');
    await ana.press('Start now');
    await play([ana]);
    await isClean(ana.page, 'playing');
    await areAll('silent', [dov]);
    await isClean(dov.page, 'silent');
    await ana.tab('Queue');
    await isClean(ana.page, 'queue');
    await ana.button('More').first().tap();
    await expect(ana.page.getByRole('dialog')).toBeVisible();
    await isClean(ana.page, 'what can be done with a song');
    await ana.press('Close');
    await ana.press('Artists');
    await expect(ana.page.getByRole('button', { name: /The Makers/ }).first()).toBeVisible();
    await isClean(ana.page, 'artists');

    const screen = await browser.newContext({ colorScheme: look });
    const host = await screen.newPage();
    await host.goto(server.hostScreen);
    await expect(host.getByText('Ana').first()).toBeVisible();
    await isClean(host, 'host');
    await screen.close();
  });
}
