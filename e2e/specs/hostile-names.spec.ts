import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { play } from '../fixtures/expectations.ts';
import { tower, turned } from '../fixtures/music.ts';
import { nodes } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['<img src=x onerror="pwned=1">.mp3', 'untagged.mp3', 'trap.mp3'] });

/** Has a page note what its policy refuses, from its first script on. */
const noteViolations = () => {
  const noted: string[] = [];
  Object.assign(window, { noted });
  document.addEventListener('securitypolicyviolation', (event) =>
    noted.push(`${event.violatedDirective} ${event.sourceFile} ${event.sample}`),
  );
};

/** The texts on a page that could turn around or cover what stands beside them: those that are not isolated, and those that are not cut. */
const escaping = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement as HTMLElement;
      if (!/[\u202E\u0489]/.test(node.textContent ?? '') || !element.checkVisibility()) continue;
      const around: Element[] = [];
      for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) around.push(one);
      const styles = around.map((one) => getComputedStyle(one));
      if (!/isolate|plaintext/.test(styles[0]?.unicodeBidi ?? '') && !styles.some(({ unicodeBidi }) => /isolate/.test(unicodeBidi)))
        found.push(`not isolated: ${element.outerHTML.slice(0, 200)}`);
      if (!styles.slice(0, 3).some(({ overflowY }) => overflowY !== 'visible')) found.push(`not cut: ${element.outerHTML.slice(0, 200)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than its screen');
    return found;
  });

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

test('what turns text around, hides in it or towers over it stays in its row, and the policy refuses nothing', async ({
  server,
  phone,
  page,
}) => {
  test.skip(nodes > 1, 'left out on several nodes: they store the state in a database');
  const [ana, ben, cleo] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'Galaxy S9+')];
  for (const { context } of [ana, ben, cleo, { context: page.context() }]) await context.addInitScript(noteViolations);
  for (const one of [ana, ben, cleo]) await one.joinByLink();

  // No phone is given such a name any more; a state of before may have them.
  await server.kill();
  const state = await readFile(server.stateFile, 'utf8');
  await writeFile(
    server.stateFile,
    state.replace('"Ben"', JSON.stringify(`${turned}Ben`)).replace('"Cleo"', JSON.stringify(`<img src=x onerror=pwned=8>${tower}`)),
  );
  await server.start();
  const header = (await page.goto(server.hostScreen))?.headers()['content-security-policy'];
  expect(header).toContain("require-trusted-types-for 'script'");
  await ana.isInTheRoom();
  await ana.press('Play');
  await play([ana]);
  await ana.page.getByRole('button', { name: /listening/ }).click();
  for (const one of [ana.page, page]) await expect(one.getByText(`${turned}Ben`).first()).toBeVisible();
  expect(await escaping(page)).toEqual([]);
  expect(await escaping(ana.page)).toEqual([]);
  await ben.tab('Queue');
  await expect(ben.page.getByRole('listitem').filter({ hasText: turned }).first()).toBeVisible();
  expect(await escaping(ben.page)).toEqual([]);

  for (const screen of [ana.page, ben.page, cleo.page, page]) {
    expect(await screen.evaluate(() => 'pwned' in window)).toBe(false);
    expect(await screen.evaluate(() => (window as unknown as { noted: string[] }).noted)).toEqual([]);
    const write = () => screen.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<i>markup</i>'));
    await expect(write(), 'no text becomes markup').rejects.toThrow('TrustedHTML');
  }
});
