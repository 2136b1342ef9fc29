import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { code, Server } from '../fixtures/server.ts';
import { makeNoise } from './noise.ts';
import { Remote } from './remote.ts';
import { quantile, report } from './table.ts';

/** What the loopback device carries; `npm run link` makes it so, in a network namespace of its own. */
const linkMbit = process.env.LINK_MBIT;
const rounds = Number(process.env.LINK_ROUNDS ?? 3);
const early = 6;
const late = 2;
/** 5.8 MB. */
const songSec = 60;
const songs = 6;
const gate = 0.6;

test.skip(!linkMbit, 'Loopback carries everything at once.');

/** A page in the room, and which files it has. */
interface Fetcher {
  page: Page;
  fetched: Set<string>;
}

async function enter(browser: Browser, server: Server, name: string): Promise<Fetcher> {
  const page = await (await browser.newContext()).newPage();
  const fetched = new Set<string>();
  page.on('requestfinished', (request) => fetched.add(new URL(request.url()).pathname.slice('/file/'.length)));
  await page.goto(`http://127.0.0.1:${server.port}/#code=${code}`);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.state === 'paused');
  return { page, fetched };
}

async function have(phones: readonly Fetcher[], ...tracks: string[]): Promise<void> {
  for (const { fetched } of phones) await expect.poll(() => tracks.every((track) => fetched.has(track)), { timeout: 120_000 }).toBe(true);
}

/** Seconds from a Next to a song that two phones lack until its release, while six fetch the one after it. */
async function nextSec(music: string, awaitedFirst: boolean): Promise<number> {
  const server = await Server.open('127.0.0.1', [], { AudioDir: music, 'Downloads:AwaitedFirst': String(awaitedFirst) });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell' });
  try {
    const remote = await Remote.pair(`http://127.0.0.1:${server.port}`);
    const plays = () =>
      expect.poll(async () => (await remote.snapshot()).playState.mode, { timeout: 120_000, intervals: [20] }).toBe('playing');
    const phones: Fetcher[] = [];
    for (let i = 0; i < early; i++) phones.push(await enter(browser, server, `Early ${i}`));
    const [missed, current, nextUp, , wished] = (await remote.snapshot()).queue as [string, string, string, string, string];
    await have(phones, missed, current);
    await remote.send('next', {});
    await plays();
    await remote.send('pause', { positionSec: 1 });
    for (let i = 0; i < late; i++) phones.push(await enter(browser, server, `Late ${i}`));
    await have(phones, current, nextUp);

    await remote.send('nudge', { trackId: wished });
    await remote.send('nudge', { trackId: missed });
    const sentAtMs = await remote.send('next', {});
    await plays();
    return (performance.now() - sentAtMs) / 1000;
  } finally {
    await browser.close();
    await server.close();
  }
}

test('what the room waits for comes first over a weak link', async () => {
  const music = await mkdtemp(join(tmpdir(), 'colisten-link-'));
  try {
    for (let i = 0; i < songs; i++) await makeNoise(music, `noise ${i}.wav`, songSec + i);
    const sec: Record<'first' | 'asked', number[]> = { first: [], asked: [] };
    for (let round = 0; round < rounds; round++) {
      sec.first.push(await nextSec(music, true));
      sec.asked.push(await nextSec(music, false));
    }
    console.log(
      `\nFirst ${sec.first.map((s) => s.toFixed(1)).join(' ')} s; as asked for ${sec.asked.map((s) => s.toFixed(1)).join(' ')} s`,
    );
    report({
      name: `Next to release, 8 pages on ${linkMbit} Mbit/s, 2 of them late`,
      ours: quantile(sec.first, 0.5),
      baseline: quantile(sec.asked, 0.5),
      unit: 's',
      gate: { limit: gate },
    });
  } finally {
    await rm(music, { recursive: true, force: true });
  }
});
