// Makes the README's pictures of the page from the gallery. Usage: node scripts/pictures.mjs [folder]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { openGallery } from './gallery.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs', import.meta.url));
const heightPx = 540;
const phone = { width: 390, height: 844 };
const screen = { width: 1280, height: 720 };
const dialog = { width: 640, height: 720 };

/** Each picture is a row of screens: the state in the gallery, its viewport, its colours. */
const pictures = {
  colisten: [
    ['host-waiting', screen, 'dark'],
    ['join-code', phone, 'light'],
    ['waiting', phone, 'dark'],
    ['playing-art', phone, 'light'],
    ['wishes-queue', phone, 'dark'],
  ],
  queue: [
    ['wishes-queue', phone, 'light'],
    ['guest-queue', phone, 'dark'],
    ['room-sheet', phone, 'light'],
  ],
  room: [
    ['host-phones', dialog, 'light'],
    ['host-music', dialog, 'dark'],
    ['host-sessions', dialog, 'light'],
  ],
};

const gallery = await openGallery();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

for (const [name, row] of Object.entries(pictures)) {
  const shots = [];
  for (const [state, viewport, colorScheme] of row) {
    const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce', deviceScaleFactor: heightPx / viewport.height });
    await page.route(/\/qr(\?|$)/, (route) => route.fulfill({ path: fileURLToPath(new URL('../gallery/qr.svg', import.meta.url)) }));
    await page.goto(gallery.urlOf(state, 'en'));
    // A phone's queue and sheet come later than its page.
    if (viewport === phone) await page.waitForLoadState('networkidle');
    await gallery.settled(page);
    shots.push((await page.screenshot()).toString('base64'));
    await page.close();
  }
  const page = await browser.newPage({ viewport: { width: 2400, height: heightPx + 32 } });
  await page.setContent(`<style>
      body { display: flex; gap: 18px; width: max-content; margin: 0; padding: 16px; background: #26272d; }
      img { height: ${heightPx}px; border-radius: 14px; }
    </style>${shots.map((shot) => `<img src="data:image/png;base64,${shot}">`).join('')}`);
  await page.locator('body').screenshot({ path: join(out, `${name}.jpg`), type: 'jpeg', quality: 84 });
  await page.close();
}

await browser.close();
await gallery.close();
