import { chromium, devices, expect, test } from '@playwright/test';
import makeMusic from '../fixtures/music.ts';
import { code, Server } from '../fixtures/server.ts';
import { Remote } from './remote.ts';
import { report } from './table.ts';

const songs = Number(process.env.PAGE_SONGS ?? 200);
/** By then everything has been loaded and compiled. */
const warmSongs = 20;
const longTaskMs = 50;
const heapGate = 1.1;

test('a page stays as light as it was, and never busy for long', async () => {
  await makeMusic();
  const server = await Server.open(
    '127.0.0.1',
    ['ember.flac', 'fjord.m4a', 'gale.ogg', 'island.mp3', 'pearl.mp3', 'quay.mp3', 'larch.m4a'],
    {},
  );
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
  try {
    const { defaultBrowserType: _, ...screen } = devices['Pixel 7'];
    const page = await (await browser.newContext(screen)).newPage();
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    await page.goto(`http://127.0.0.1:${server.port}/#code=${code}`);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ana');
    await page.getByRole('button', { name: 'Join', exact: true }).tap();
    const devtools = await page.context().newCDPSession(page);
    const heapMb = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
    };
    const remote = await Remote.pair(`http://127.0.0.1:${server.port}`);
    await page.waitForFunction(() => document.documentElement.dataset.state === 'paused');
    await remote.send('play', { positionSec: 0 });

    let warmMb = 0;
    for (let song = 1; song <= songs; song++) {
      const isPlaying = async () =>
        (await remote.snapshot()).playState.mode === 'playing' && (await page.locator('html').getAttribute('data-state')) === 'playing';
      await expect.poll(isPlaying, { timeout: 60_000, intervals: [50] }).toBe(true);
      if (song === warmSongs) {
        warmMb = await heapMb();
        await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));
      }
      if (song < songs) await remote.send('next', {});
    }
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    console.log(`\nTasks over ${longTaskMs} ms in ${songs - warmSongs} songs: ${tasks.map((ms) => ms.toFixed(0)).join(' ') || 'none'}`);
    report({
      name: `heap of a page after ${songs} songs, against after ${warmSongs}`,
      ours: await heapMb(),
      baseline: warmMb,
      unit: 'MB',
      gate: { limit: heapGate },
    });
    report({
      name: `longest task of a page in ${songs - warmSongs} songs`,
      ours: Math.max(0, ...tasks),
      unit: 'ms',
      gate: { limit: longTaskMs, unit: 'ms' },
    });
  } finally {
    await browser.close();
    await server.close();
  }
});
