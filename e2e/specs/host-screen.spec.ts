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

test.describe('where the address of the settings does not answer', () => {
  const key = '0123456789abcdef';
  test.use({ settings: { PublicUrl: 'http://127.0.0.1:9/', 'Host:Key': key } });

  test('the QR code leads to the one that does, and the big screen says so', async ({ server, page }) => {
    await page.goto(`${server.hostScreen}?key=${key}`);
    await expect(page.getByText('127.0.0.1:9 does not answer.')).toBeVisible();
    await expect(page.getByRole('img', { name: `QR code that opens http://127.0.0.1:${server.port}/` })).toBeVisible();
    await page.route('**/host/info*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), qrUrl: null } });
    });
    await page.reload();
    await expect(page.getByText('127.0.0.1:9 does not answer, so there is no QR code.')).toBeVisible();
    await expect(page.getByRole('img', { name: /QR/ })).toHaveCount(0);
  });
});
