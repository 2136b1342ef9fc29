import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, devices, type Page } from '@playwright/test';
import { DelayProxy } from '../fixtures/delayProxy.ts';
import { code, Server } from '../fixtures/server.ts';
import { type Lag, lagOf, onsetOf } from './correlate.ts';
import { makeNoise } from './noise.ts';
import type { Recorder } from './recorder.ts';
import { Remote } from './remote.ts';
import { rate, Speakers } from './speakers.ts';

/** What of the page's means to be in step is in use. `none`: a primed element's plain `play()` at the release. */
export type Means = 'all' | 'no-beats' | 'none';

/** How one start was heard. */
export interface Heard {
  /** How much later the second phone sounds than the first, in ms: at once, and three seconds in. */
  onsetMs: number;
  laterMs: number;
  /** From the command to the sound of the last phone, in ms. */
  commandToSoundMs: number;
  /** How alike the two sounds are there; a sound that slides into its place is like no other for that long. */
  onsetCorrelation: number;
  laterCorrelation: number;
}

const songSec = 300;
const onsetWindowMs = 200;
const laterWindowMs = 500;
const reachMs = 400;
const names = ['Ana', 'Ben'];

/** A server, loudspeakers that nobody hears, and two phones in browsers of their own that sound there. */
export class MeasuredRoom {
  readonly delayProxies: DelayProxy[] = [];
  readonly pages: Page[] = [];
  readonly #browsers: Browser[] = [];
  /** For each phone where it is recorded: its recorder and channel. */
  readonly #recorded: { recorder: Recorder; channel: number }[] = [];
  readonly #speakers: Speakers[] = [];
  readonly #sinks: string[] = [];
  #slowness = 1;
  #server: Server | undefined;
  #remote: Remote | undefined;

  private constructor(private readonly music: string) {}

  /** @param fastPpm by how many millionths the second phone's sound card runs fast; 0: both share one clock */
  static async open(fastPpm = 0): Promise<MeasuredRoom> {
    const room = new MeasuredRoom(await mkdtemp(join(tmpdir(), 'colisten-noise-')));
    try {
      await room.#furnish(fastPpm);
    } catch (error) {
      await room.close();
      throw error;
    }
    return room;
  }

  /**
   * The phones leave, and come again as new ones. While a page lives, the beat in which its output asks for samples stays as it is, so that
   * all plain starts of one pair of pages are equally far apart, or one beat less that: a single draw, however many starts.
   */
  async renew(): Promise<void> {
    await this.remote.send('pause', { positionSec: 1 });
    for (const page of this.pages.splice(0)) await page.context().close();
    for (const phone of this.#browsers.keys()) await this.#join(phone);
  }

  /** Slows the processor of every page so many times, of those that come, too. */
  async slowDown(slowness: number): Promise<void> {
    this.#slowness = slowness;
    for (const page of this.pages) await this.#slow(page);
  }

  /** Pauses there, and waits until the phones are ready to sound from there. */
  async ready(positionSec: number, means: Means): Promise<void> {
    for (const page of this.pages) await page.evaluate((value) => localStorage.setItem('colisten.means', value), means);
    await this.remote.send('pause', { positionSec });
    for (const page of this.pages)
      await page.waitForFunction(
        (at) =>
          [...document.querySelectorAll('audio')].some(
            (a) => a.duration > 1 && a.paused && !a.seeking && a.readyState > 2 && Math.abs(a.currentTime - at) < 1,
          ),
        positionSec,
      );
    // Not always in the same phase of anything.
    await passed(800 + Math.random() * 200);
  }

  /** Starts the song from where it is paused, and listens. */
  async start(positionSec: number): Promise<Heard> {
    const sentAtMs = await this.remote.send('play', { positionSec });
    await this.until(sentAtMs + 5000);
    const onsets = names.map((_, phone) => onsetOf(this.#read(phone, sentAtMs, 1500)));
    if (onsets.some((onset) => onset < 0)) throw new Error('A phone did not sound within 1.5 s.');
    const commandToSoundMs = (Math.max(...onsets) / rate) * 1000;
    const onset = this.lagAt(sentAtMs + commandToSoundMs, onsetWindowMs);
    const later = this.lagAt(sentAtMs + commandToSoundMs + 3000, laterWindowMs);
    return {
      onsetMs: onset.ms,
      laterMs: later.ms,
      commandToSoundMs,
      onsetCorrelation: onset.correlation,
      laterCorrelation: later.correlation,
    };
  }

  /** How much later the second phone sounds than the first at that moment. */
  lagAt(atMs: number, windowMs = laterWindowMs): Lag {
    return lagOf(this.#read(0, atMs, windowMs), this.#read(1, atMs, windowMs), rate, reachMs);
  }

  /** The greatest sample of either phone from that moment on. */
  loudest(atMs: number, windowMs: number): number {
    return Math.max(
      ...names.map((_, phone) => this.#read(phone, atMs, windowMs).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)),
    );
  }

  /** The value of `PULSE_SINK` in the environment of that phone's browser. */
  speakerOf(phone: number): string {
    return this.#sinks[phone] as string;
  }

  /** Resolves when everything until that moment is recorded. */
  async until(atMs: number): Promise<void> {
    for (const { recorder } of this.#recorded) await recorder.until(recorder.frameAt(atMs));
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
    for (const proxy of this.delayProxies) await proxy.close();
    for (const recorder of new Set(this.#recorded.map(({ recorder }) => recorder))) await recorder.stop();
    for (const speakers of this.#speakers) await speakers.close();
    await this.#server?.close();
    await rm(this.music, { recursive: true, force: true });
  }

  async #slow(page: Page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: this.#slowness });
    // The rate goes with the session that set it.
    if (this.#slowness === 1) await devtools.detach();
  }

  get remote(): Remote {
    return this.#remote as Remote;
  }

  #read(phone: number, fromMs: number, lengthMs: number): Float32Array {
    const { recorder, channel } = this.#recorded[phone] as { recorder: Recorder; channel: number };
    return recorder.read(channel, recorder.frameAt(fromMs), Math.round((lengthMs / 1000) * rate));
  }

  async #furnish(fastPpm: number) {
    await makeNoise(this.music, 'noise.wav', songSec);
    this.#server = await Server.open('127.0.0.1', [], { AudioDir: this.music });
    for (const speakers of fastPpm === 0 ? [Speakers.open(names.length)] : [Speakers.open(1), Speakers.open(1, fastPpm)]) {
      this.#speakers.push(await speakers);
    }
    for (const speakers of this.#speakers) {
      const recorder = await speakers.record();
      for (let channel = 0; channel < speakers.count; channel++) {
        this.#recorded.push({ recorder, channel });
        this.#sinks.push(speakers.env(channel).PULSE_SINK as string);
        await this.#launch(speakers.env(channel), this.#server.port);
      }
    }
    this.#remote = await Remote.pair(`http://127.0.0.1:${this.#server.port}`);
  }

  async #launch(env: Record<string, string>, serverPort: number) {
    this.delayProxies.push(await DelayProxy.open(serverPort));
    const phone = this.#browsers.push(
      await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        ignoreDefaultArgs: ['--mute-audio'],
        env: { ...process.env, ...env } as Record<string, string>,
      }),
    );
    await this.#join(phone - 1);
  }

  async #join(phone: number) {
    const { defaultBrowserType: _, ...screen } = devices['Pixel 7'];
    const page = await (await (this.#browsers[phone] as Browser).newContext(screen)).newPage();
    await page.goto(`http://127.0.0.1:${(this.delayProxies[phone] as DelayProxy).port}/#code=${code}`);
    await page.getByRole('textbox', { name: 'Your name' }).fill(names[phone] as string);
    await page.getByRole('button', { name: 'Join', exact: true }).tap();
    await page.waitForFunction(() => document.documentElement.dataset.state === 'paused');
    this.pages.push(page);
    if (this.#slowness > 1) await this.#slow(page);
  }
}

export const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
