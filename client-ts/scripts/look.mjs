// Photographs every state of the gallery, on every size of screen, light and dark, under the server's Content-Security-Policy,
// and lets axe judge each. Usage: node scripts/look.mjs OUT [state,state…] [width x height,…] [light,dark]
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const [, , out = 'look', statesArg, sizesArg, schemesArg] = process.argv;
const sizes = (sizesArg || '320x568,390x844,430x932,820x1180,844x390,1280x720,1920x1080').split(',');
const schemes = (schemesArg || 'light,dark').split(',');
const csp =
  "default-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src blob: data: 'self'; style-src 'self'; connect-src 'self'";
const qr = readFileSync(new URL('../gallery/qr.svg', import.meta.url));
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const outDir = join(tmpdir(), `colisten-gallery-${process.pid}`);
await build({
  mode: 'gallery',
  logLevel: 'error',
  build: { outDir, rolldownOptions: { input: ['gallery/phone.html', 'gallery/host.html'] } },
});
const server = await preview({
  logLevel: 'error',
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1', headers: { 'content-security-policy': csp } },
});
const base = `http://127.0.0.1:${server.httpServer.address().port}/gallery`;
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
    for (const state of statesArg ? statesArg.split(',') : await everyState(page)) {
      await page.goto(state.startsWith('host-') ? `${base}/host.html?state=${state.slice(5)}` : `${base}/phone.html?state=${state}`);
      await page.waitForFunction(() => [...document.images].every((image) => image.complete || !image.checkVisibility()));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))));
      await page.screenshot({ path: join(out, `${state}-${size}-${scheme}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) report(`${state} ${scheme} ${size}`, 'wider than the screen');
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
await server.close();
console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;

async function everyState(page) {
  const names = async (path) => {
    await page.goto(base + path);
    return (await page.evaluate(() => document.documentElement.dataset.screens)).split(',');
  };
  return [...(await names('/phone.html?state=join')), ...(await names('/host.html')).map((name) => `host-${name}`)];
}

function report(where, what) {
  faults++;
  console.log(`${where}: ${what}`);
}
