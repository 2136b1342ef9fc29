import { execFile } from 'node:child_process';
import { link, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EnginePhone } from '../engines/enginePhone.ts';
import { Firefox } from '../engines/firefox.ts';
import { tell } from '../engines/oneRoom.ts';
import type { AnyPhone } from '../fixtures/anyPhone.ts';
import { musicDir } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';
import { Speakers } from '../skew/speakers.ts';

const artists = 20;
/** Each artist is one file, and each song one more name of it: a file system has a limit of names a file. */
const songsEach = 5000;
const songs = artists * songsEach;
const slowerBy = 4;

const titleOf = (artist: number, song: number) => `Song ${artist * songsEach + song}`;

async function makeMusic(folder: string): Promise<void> {
  for (let artist = 0; artist < artists; artist++) {
    const tagged = join(folder, `tagged${artist}.mp3`);
    const tags = ['-metadata', `artist=Artist ${artist}`, '-metadata', `album=Evening ${artist}`];
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-i', join(musicDir, 'marsh.mp3'), '-c', 'copy', ...tags, tagged]);
    const album = join(folder, `artist${artist}`);
    await mkdir(album);
    const first = join(album, `${titleOf(artist, 0)}.mp3`);
    await rename(tagged, first);
    for (let song = 1; song < songsEach; song++) await link(first, join(album, `${titleOf(artist, song)}.mp3`));
  }
}

/** Runs in the page: keeps how long its tasks took that are long enough for Chromium to tell. */
function noteLongTasks(): void {
  const longTasks: number[] = [];
  Object.assign(window, { longTasks });
  if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
}

/** Joins, opens the queue, finds a song of the last artist, has it next, and plays it. */
async function useAll(phone: AnyPhone, song: number, step: (name: string) => Promise<void>): Promise<void> {
  const rows = () => phone.read<string[]>("[...document.querySelectorAll('.row .what p')].map((row) => row.textContent)");
  const text = () => phone.read<string>('document.body.innerText');
  await phone.joinByLink();
  await expect.poll(text, { message: `${phone.name} knows what is next` }).toMatch(/Song \d+/);
  await step('joining');
  await phone.touch('#tab-queue');
  await expect.poll(async () => (await rows()).length, { message: `${phone.name} draws rows` }).toBeGreaterThan(5);
  await expect.poll(text).toMatch(/100,000/);
  await step('opening the queue');
  const far = titleOf(artists - 1, song);
  await phone.touch('input[type=search]');
  await phone.type(`artist 19 ${far}`);
  await expect.poll(rows, { message: `${phone.name} finds one song` }).toEqual([far]);
  await step('searching');
  await phone.touch('[aria-label="Nudge to next-up"]');
  await phone.touch('#tab-song');
  await expect.poll(text, { message: `${phone.name} sees it next` }).toContain(far);
  await step('nudging');
  await phone.press('Next');
  await expect
    .poll(async () => (await phone.sounds()) && (await phone.read('document.title')), { message: `${phone.name} plays it` })
    .toContain(far);
  await step('next');
}

test.use({ songs: ['marsh.mp3'] });

test.beforeEach(async ({ server }) => {
  test.setTimeout(1_800_000);
  await makeMusic(join(server.home, 'music'));
  await server.removeSong('marsh.mp3');
  await server.host('rescan', {});
  const served = async () => ((await (await fetch(`${server.hostScreen}/index`)).json()) as unknown[]).length;
  await expect.poll(served, { intervals: [2000], timeout: 1_200_000, message: 'what is served' }).toBe(songs);
});

test('100,000 songs are opened, searched and played, on Chromium slowed four times and on Firefox', async ({ phone, server }, info) => {
  await test.step('Chromium', async () => {
    const ana = await phone('Ana', 'Pixel 7');
    await ana.context.addInitScript(noteLongTasks);
    await ana.slowDown(slowerBy);
    await useAll(ana, songsEach - 1, async (name) => {
      const took = (await ana.read<number[]>('window.longTasks.splice(0)')).map(Math.round).sort((x, y) => y - x);
      tell(info, `${name}: tasks over 50 ms, on a processor slowed ${slowerBy} times: ${took.join(', ') || 'none'}`);
    });
    await ana.post('leave', {});
  });

  await test.step('Firefox', async () => {
    const speakers = await Speakers.open(1);
    const ear = { env: speakers.env(0), loudest: () => Promise.resolve(0) };
    const fay = await EnginePhone.open('Fay', server, ear, Firefox.open);
    try {
      await useAll(fay, songsEach - 2, async () => {});
      expect(await fay.failures()).toEqual([]);
    } finally {
      await fay.close();
      await speakers.close();
    }
  });
});
