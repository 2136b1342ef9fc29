import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const csp =
  "default-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src blob: data: 'self'; style-src 'self'; connect-src 'self'";

/** Builds the gallery and serves it on loopback, under the server's Content-Security-Policy. */
export async function openGallery() {
  const outDir = join(tmpdir(), `colisten-gallery-${process.pid}`);
  const input = ['gallery/phone.html', 'gallery/host.html'].map((page) => join(root, page));
  await build({ root, mode: 'gallery', logLevel: 'error', build: { outDir, rolldownOptions: { input } } });
  const server = await preview({
    root,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', proxy: {}, headers: { 'content-security-policy': csp } },
  });
  const base = `http://127.0.0.1:${server.httpServer.address().port}/gallery`;
  return {
    /** @param state as `fixtures.ts` calls it; those of the big screen with `host-` before */
    urlOf: (state, language) =>
      state.startsWith('host-')
        ? `${base}/host.html?state=${state.slice(5)}&language=${language}`
        : `${base}/phone.html?state=${state}&language=${language}`,
    async everyState(page) {
      const names = async (path) => {
        await page.goto(base + path);
        return (await page.evaluate(() => document.documentElement.dataset.screens)).split(',');
      };
      return [...(await names('/phone.html?state=join')), ...(await names('/host.html')).map((name) => `host-${name}`)];
    },
    /** Until what is shown is all there. */
    async settled(page) {
      // What is no part of the first load comes a moment later, and what is to be opened in it then.
      await page.evaluate(() => globalThis.opened);
      await page.waitForFunction(() => !document.querySelector('[role=tabpanel]:not([hidden]):empty'));
      await page.waitForFunction(() => [...document.images].every((image) => image.complete || !image.checkVisibility()));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))));
    },
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
