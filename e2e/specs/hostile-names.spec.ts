import { play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['<img src=x onerror="pwned=1">.mp3', 'untagged.mp3'] });

test('markup in names, tags and file names is shown as text and runs nowhere', async ({ server, phone, page }) => {
  const ana = await phone('<img src=x onerror=pwned=4>', 'iPhone SE');
  const ben = await phone('Ben<script>pwned=5</script>', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  await page.goto(server.hostScreen);
  for (const screen of [ana.page, ben.page, page])
    await expect(screen.getByText('<script>pwned=2</script><b>Bold</b>').first()).toBeVisible();
  await expect(page.getByText('<img src=x onerror=pwned=4>').first()).toBeVisible();
  await expect(ana.page.getByText('"><svg onload=pwned=3>').first()).toBeVisible();
  await ben.tab('Queue');
  await expect(ben.page.getByRole('listitem').filter({ hasText: '<script>pwned=2</script><b>Bold</b>' })).toBeVisible();
  for (const screen of [ana.page, ben.page, page]) expect(await screen.evaluate(() => 'pwned' in window)).toBe(false);
});
