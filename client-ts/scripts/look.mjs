// Photographs every state of the gallery, on every size of screen, light and dark, under the server's Content-Security-Policy,
// and lets axe judge each. Usage: node scripts/look.mjs OUT [state,state…] [width x height,…] [light,dark] [en | de | brackets]
// In the language `brackets` every text that comes from a catalogue is between brackets.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { openGallery } from './gallery.mjs';
import { cutTexts, textsOfNoCatalogue } from './texts.mjs';

const [, , out = 'look', statesArg, sizesArg, schemesArg, language = 'en'] = process.argv;
const sizes = (sizesArg || '320x568,390x844,430x932,820x1180,844x390,1280x720,1920x1080').split(',');
const schemes = (schemesArg || 'light,dark').split(',');
const qr = readFileSync(new URL('../gallery/qr.svg', import.meta.url));
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const gallery = await openGallery();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
await mkdir(out, { recursive: true });
let faults = 0;

for (const scheme of schemes)
  for (const size of sizes) {
    const [width, height] = size.split('x').map(Number);
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      bypassCSP: false,
    });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && report(`${scheme} ${size}`, message.text()));
    page.on('pageerror', (error) => report(`${scheme} ${size}`, String(error)));
    await page.route(/\/qr(\?|$)/, (route) => route.fulfill({ body: qr, contentType: 'image/svg+xml' }));
    for (const state of statesArg ? statesArg.split(',') : await gallery.everyState(page)) {
      await page.goto(gallery.urlOf(state, language));
      await gallery.settled(page);
      await page.screenshot({ path: join(out, `${state}-${size}-${scheme}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) report(`${state} ${scheme} ${size}`, 'wider than the screen');
      for (const text of await page.evaluate(cutTexts)) report(`${state} ${scheme} ${size}`, `cut: ${text}`);
      if (language === 'brackets')
        for (const text of await page.evaluate(textsOfNoCatalogue)) report(`${state} ${scheme} ${size}`, `in no catalogue: ${text}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      for (const { id, nodes } of violations)
        report(
          `${state} ${scheme} ${size}`,
          `axe ${id}: ${nodes
            .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
            .join(' | ')
            .slice(0, 300)}`,
        );
    }
    await context.close();
  }

await browser.close();
await gallery.close();
console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;

function report(where, what) {
  faults++;
  console.log(`${where}: ${what}`);
}
