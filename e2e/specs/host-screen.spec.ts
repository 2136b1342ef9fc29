import { areStill, play, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { code } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('the big screen shows the QR, the code, what plays, who is here and who is waited for', async ({ server, phone, page }) => {
  await page.goto(server.hostScreen);
  const qr = page.getByRole('img', { name: /QR/ });
  await expect(qr).toBeVisible();
  await expect.poll(() => qr.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  const words = async () => ((await page.locator('body').textContent()) ?? '').replace(/\s+/g, '');
  await expect.poll(words).toContain(code);

  const ana = await phone('Ana', 'iPhone SE');
  const dov = await phone('Dov', 'iPad Mini');
  dov.proxy.limitFiles(0);
  await ana.joinByLink();
  await expect(page.getByText('Ana').first()).toBeVisible();
  await dov.joinByLink();
  await expect(page.getByText('Dov').first()).toBeVisible();
  await ana.press('Play');
  await expect(page.getByRole('listitem').filter({ hasText: 'Dov' }).first()).toContainText(/\d+ ?%/);
  dov.proxy.limitFiles(Number.POSITIVE_INFINITY);
  await play([ana, dov]);
  await expect(page.getByText(/machine.wars/i).first()).toBeVisible();

  await dov.page.close();
  await expect.poll(async () => (await ana.snapshot()).clients[await dov.clientId()]?.active).toBe(false);
});

test('the big screen plays, pauses and goes on, and its computer joins as a phone', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  const [first, second] = (await ana.queue()) as [string, string];
  await page.goto(server.hostScreen);
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await button('Play').click();
  await play([ana, ben]);
  await button('Pause').click();
  await areStill([ana, ben]);
  await page.locator('body').press('Space');
  await play([ana, ben]);
  await button('Next').click();
  await playsSongOf(durationOf(second), [ana, ben]);
  await button('Previous').click();
  await playsSongOf(durationOf(first), [ana, ben]);

  const [laptop] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Play here too' }).click()]);
  await laptop.getByRole('textbox', { name: 'Your name' }).fill('Laptop');
  await laptop.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Laptop' })).toContainText('joins at the next song');
});
