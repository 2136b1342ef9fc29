import type { TestInfo } from '@playwright/test';
import { EnginePhone } from '../engines/enginePhone.ts';
import { Firefox } from '../engines/firefox.ts';
import { WebKit } from '../engines/webkit.ts';
import type { AnyPhone } from '../fixtures/anyPhone.ts';
import { areAll, areStill, areTogether, goesOn, play, playsSongOf, sound } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import type { Phone } from '../fixtures/phone.ts';
import { test as base, expect } from '../fixtures/test.ts';
import { Speakers } from '../skew/speakers.ts';

/** Named after their engines, all in the room. */
type Three = [Phone, EnginePhone, EnginePhone];

const test = base.extend<{ three: Three }>({
  three: async ({ server, phone, browser }, use, info) => {
    const speakers = await Speakers.open(2);
    const opened: EnginePhone[] = [];
    try {
      const chromium = await phone('Chromium');
      const firefox = await EnginePhone.open('Firefox', server, speakers.env(0), Firefox.open);
      opened.push(firefox);
      const webkit = await EnginePhone.open('WebKitGTK', server, speakers.env(1), WebKit.open);
      opened.push(webkit);
      const versions = [`Chromium ${browser.version()}`, ...opened.map(({ driver }) => `${driver.engine} ${driver.version}`)];
      tell(info, `${versions.join(', ')}; all through ${server.origin}`);
      for (const one of [chromium, firefox, webkit]) await one.joinByLink();
      await use([chromium, firefox, webkit]);
      for (const one of opened) expect.soft(await one.failures(), `what failed in ${one.name}'s page`).toEqual([]);
    } finally {
      for (const one of opened) await one.close();
      await speakers.close();
    }
  },
});

// One after the other: three browsers at a time are enough.
test.describe.configure({ mode: 'default' });

/** Says in the run's output what was seen, and what could not be. */
function tell(info: TestInfo, description: string): void {
  info.annotations.push({ type: 'engines', description });
  console.log(`  engines: ${description}`);
}

test.describe('the main job', () => {
  test.use({ songs: ['frontiers.mp3', 'island.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'] });

  test('three engines in one room keep, start, pause, seek, change and end songs together', async ({ three }, info) => {
    const [chromium, firefox, webkit] = three;
    const [first, second, third, fourth] = (await chromium.queue()) as [string, string, string, string];

    await test.step('the origin is no secure context, and songs are kept in IndexedDB', async () => {
      for (const one of three) {
        expect(await one.read('isSecureContext'), `${one.name} sees a LAN address`).toBe(false);
        await expect
          .poll(() => one.stored(), { message: `${one.name} keeps the next two songs` })
          .toEqual(expect.arrayContaining([first, second]));
      }
    });

    await test.step('a barrier has all three, and its release starts them together', async () => {
      await firefox.press('Play');
      await play(three);
      expect((await chromium.snapshot()).listeners).toHaveLength(3);
      await playsSongOf(durationOf(first), three);
      await areTogether(three);
    });

    await test.step('pause and resume', async () => {
      await webkit.press('Pause');
      await areAll('paused', three);
      await areStill(three);
      const { anchorPositionSec } = (await webkit.snapshot()).playState;
      await webkit.press('Play');
      await play(three);
      for (const one of three) expect(await one.placeSec()).toBeGreaterThan(anchorPositionSec - 1);
      await areTogether(three);
    });

    for (const [one, share] of [
      [firefox, 0.3],
      [webkit, 0.6],
    ] as const)
      await test.step(`a seek by ${one.name}`, async () => {
        await one.seekToShare(share);
        const targetSec = durationOf(first) * share;
        for (const each of three)
          await expect
            .poll(async () => Math.abs((await each.placeSec()) - targetSec), { message: `${each.name} is where ${one.name} has tapped` })
            .toBeLessThan(30);
        await play(three);
        await areTogether(three);
      });

    await test.step('a nudge', async () => {
      await webkit.press('Queue');
      await webkit.touch(`[aria-label="Nudge to next-up"][aria-describedby="song-${await webkit.trackId(third)}"]`);
      await expect.poll(() => firefox.queue()).toEqual([first, third, second, fourth]);
      for (const one of three) await expect.poll(() => one.stored(), { message: `${one.name} fetches it` }).toContain(third);
      await webkit.press('Current Song');
    });

    await test.step('Next', async () => {
      await webkit.press('Next');
      await playsSongOf(durationOf(third), three);
      await play(three);
      await areTogether(three);
    });

    for (const one of [firefox, webkit])
      await test.step(`${one.name} is interrupted, and comes back in alone`, async () => {
        const others = three.filter((other) => other !== one);
        const { eventCount } = await chromium.snapshot();
        await one.interrupt();
        await areStill([one]);
        await goesOn(chromium, 3);
        await sound(others);
        await one.press('Tap to listen');
        await play(three);
        await areTogether(three);
        expect((await chromium.snapshot()).eventCount, 'nobody else was asked for anything').toBe(eventCount);
      });

    await test.step('pages that are reloaded in mid-song are silent, and in from the next song on', async () => {
      const reloaded = [firefox, webkit];
      for (const one of reloaded) await one.reload();
      await areAll('silent', reloaded);
      await goesOn(chromium, 2);
      for (const one of reloaded) expect(await one.sounds()).toBe(false);
      await firefox.press('Next');
      await playsSongOf(durationOf(second), three);
      await play(three);
      await areTogether(three);
    });

    await test.step('a song that ends is followed by the next one, once', async () => {
      await chromium.seekTo(durationOf(second) - 10);
      await playsSongOf(durationOf(fourth), three);
      await play(three);
      await areTogether(three);
      expect(await chromium.queue()).toEqual([fourth, first, third, second]);
    });

    tell(info, 'not shown here: what is heard (places are read from the elements), a finger in WebKitGTK (its driver has a mouse)');
  });
});

test.describe('formats', () => {
  test.use({ songs: ['kelp.flac', 'larch.m4a', 'marsh.mp3', 'north.ogg', 'otter.opus', 'pine.wav'] });

  test('each format is played by each engine, or sat out in words', async ({ three }, info) => {
    const songs = await three[0].queue();
    await three[0].press('Play');
    const outcomes: Record<string, string[]> = {};
    for (const [at, song] of songs.entries()) {
      if (at > 0) await three[0].press('Next');
      for (const one of three) {
        await expect.poll(() => outcomeOf(song, one), { message: `${one.name} plays ${song}, or says that it cannot` }).toBeDefined();
        const outcome = `${one.name} ${await outcomeOf(song, one)}`;
        outcomes[outcome] = [...(outcomes[outcome] ?? []), song.slice(song.lastIndexOf('.') + 1)];
      }
    }
    for (const [outcome, formats] of Object.entries(outcomes)) tell(info, `${outcome} ${formats.join(', ')}`);
    for (const one of three) expect(outcomes[`${one.name} plays`], `${one.name} plays mp3`).toContain('mp3');
  });
});

async function outcomeOf(song: string, one: AnyPhone): Promise<'plays' | 'sits out' | undefined> {
  const state = await one.state();
  const isThis = Math.abs(((await one.audio())?.duration ?? 0) - durationOf(song)) < 0.4;
  if (state === 'playing') return isThis && (await one.sounds()) ? 'plays' : undefined;
  const told = await one.read<string[]>('window.bubbles');
  const isCurrent = (await one.queue())[0] === song;
  return state === 'silent' && isCurrent && told.some((words) => words.includes('Format not supported')) ? 'sits out' : undefined;
}
