import { type Browser, devices, expect, type TestInfo } from '@playwright/test';
import { Phone } from '../fixtures/phone.ts';
import { PhoneProxy } from '../fixtures/phoneProxy.ts';
import { Server } from '../fixtures/server.ts';
import type { Recorder } from '../skew/recorder.ts';
import { rate, Speakers } from '../skew/speakers.ts';
import { type Ear, EnginePhone } from './enginePhone.ts';
import { Firefox } from './firefox.ts';
import { WebKit } from './webkit.ts';

/** Named after their engines, none in the room yet. */
export type Three = [Phone, EnginePhone, EnginePhone];

const mostAttempts = 6;

/** Says in the run's output what was seen, and what could not be. */
export function tell(info: TestInfo, description: string): void {
  info.annotations.push({ type: 'engines', description });
  console.log(`  engines: ${description}`);
}

/**
 * Goes through a scenario with a phone of each engine, on a name of plain HTTP, as a LAN address is. It begins anew, and says so, where a
 * browser has crashed or stands still, or where WebKitGTK's pipeline fails or stands still, as it does at times on a busy machine. What
 * fails each time, or in any other way, is the page's fault.
 */
export async function inOneRoom(
  browser: Browser,
  songs: readonly string[],
  info: TestInfo,
  scenario: (three: Three) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const room = new OneRoom();
    try {
      const three = await room.open(browser, songs, info);
      await scenario(three);
      expect(await room.failures(), 'what failed in the pages').toEqual([]);
      return;
    } catch (error) {
      await info.attach('pages', { body: await room.look(), contentType: 'text/plain' });
      const troubles = await room.troubles();
      if (troubles.length === 0 || attempt === mostAttempts) throw error;
      tell(info, `${troubles.join(', ')}, so all begins anew; seen as: ${String(error).split('\n')[0]}`);
    } finally {
      await room.close();
    }
  }
}

class OneRoom {
  readonly #phones: EnginePhone[] = [];
  /** What to do at the end, the last first. */
  readonly #ends: (() => Promise<unknown>)[] = [];
  #chromium: Phone | undefined;

  async open(browser: Browser, songs: readonly string[], info: TestInfo): Promise<Three> {
    const server = await Server.open('colisten.lan', songs, {});
    this.#ends.push(() => server.close());
    const speakers = await Speakers.open(2);
    this.#ends.push(() => speakers.close());
    const chromium = await this.#openChromium(browser, server);
    const recorder = await speakers.record();
    this.#ends.push(() => recorder.stop());
    const firefox = await this.#open('Firefox', server, earOf(speakers, recorder, 0), Firefox.open);
    const webkit = await this.#open('WebKitGTK', server, earOf(speakers, recorder, 1), WebKit.open);
    const versions = this.#phones.map(({ driver }) => `${driver.engine} ${driver.version}`);
    tell(info, `Chromium ${browser.version()}, ${versions.join(', ')}; all through ${server.origin}`);
    return [chromium, firefox, webkit];
  }

  async #openChromium(browser: Browser, server: Server): Promise<Phone> {
    const proxy = await PhoneProxy.open();
    this.#ends.push(() => proxy.close());
    const { defaultBrowserType: _, ...screen } = devices['Pixel 7'];
    const context = await browser.newContext({ ...screen, deviceScaleFactor: 1, proxy: { server: proxy.url } });
    this.#ends.push(() => context.close());
    this.#chromium = await Phone.open('Chromium', server, context, proxy);
    return this.#chromium;
  }

  async #open(name: string, server: Server, ear: Ear, engine: typeof Firefox.open | typeof WebKit.open) {
    const phone = await EnginePhone.open(name, server, ear, engine);
    this.#phones.push(phone);
    this.#ends.push(() => phone.close());
    return phone;
  }

  /** What went wrong in the pages that nobody caught. */
  async failures(): Promise<string[]> {
    const found = await Promise.all(this.#phones.map(async (one) => (await one.failures()).map((failure) => `${one.name}: ${failure}`)));
    return [...(this.#chromium?.failures ?? []), ...found.flat()];
  }

  async look(): Promise<string> {
    return (await Promise.all(this.#phones.map(async (one) => `${one.name}: ${await one.look().catch(String)}`))).join('\n');
  }

  /** What browsers did of their own accord. */
  async troubles(): Promise<string[]> {
    const found = await Promise.all(this.#phones.map(async (one) => ({ name: one.name, trouble: await one.trouble() })));
    return found.flatMap(({ name, trouble }) => (trouble ? [`${name} ${trouble}`] : []));
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }
}

function earOf(speakers: Speakers, recorder: Recorder, speaker: number): Ear {
  return {
    env: speakers.env(speaker),
    async loudest() {
      const from = recorder.frames;
      await recorder.until(from + rate / 2);
      return recorder.read(speaker, from, rate / 2).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    },
  };
}
