import { expect } from '@playwright/test';
import type { Snapshot, Track } from '../../client-ts/src/protocol/messages.ts';
import { AnyPhone, noteBubbles, type Place } from '../fixtures/anyPhone.ts';
import { installAudioProbe } from '../fixtures/audioProbe.ts';
import { PhoneProxy } from '../fixtures/phoneProxy.ts';
import { code, type Server } from '../fixtures/server.ts';
import { type Driver, NoAnswer, type Surroundings } from './driver.ts';

/** Runs in the page: keeps what went wrong in it that nobody caught, and what it warned of. */
function noteFailures(): void {
  const failures: string[] = [];
  const warnings: string[] = [];
  Object.assign(window, { failures, warnings });
  const { warn } = console;
  console.warn = (...what) => {
    warnings.push(what.map((one) => one?.message ?? String(one)).join(' '));
    warn(...what);
  };
  addEventListener('error', ({ message, filename, lineno }) => failures.push(`${message} (${filename}:${lineno})`));
  addEventListener('unhandledrejection', ({ reason }) => failures.push(`unhandled: ${reason}`));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    failures.push(`Content Security Policy: ${violatedDirective} ${blockedURI}`),
  );
}

/** Runs in the page: the first shown button or tab of that name. */
function findButton(name: string): Element | undefined {
  const isShown = (element: Element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  const textOf = (node: Node): string =>
    node instanceof Element && node.getAttribute('aria-hidden') === 'true'
      ? ''
      : node instanceof Text
        ? node.data
        : [...node.childNodes].map(textOf).join('');
  const nameOf = (element: Element) => element.getAttribute('aria-label') ?? textOf(element).trim().replace(/\s+/g, ' ');
  return [...document.querySelectorAll('button, [role=tab]')].find((button) => isShown(button) && nameOf(button) === name);
}

/** Where a browser's sound goes, and how it is heard there. */
export interface Ear {
  env: Record<string, string>;
  loudest(): Promise<number>;
}

/** A phone whose browser is of another engine than Playwright drives: its own process, as it comes with the system. */
export class EnginePhone extends AnyPhone {
  /** How its browser left the scenario: what is asked of it from then on fails at once. */
  #gone: NoAnswer | undefined;
  /** How often the scenario has taken its sound away. */
  #interruptions = 0;

  private constructor(
    name: string,
    readonly server: Server,
    readonly driver: Driver,
    readonly proxy: PhoneProxy,
    /** What comes out of its speaker. */
    private readonly ear: Ear,
  ) {
    super(name);
  }

  static async open(name: string, server: Server, ear: Ear, engine: (surroundings: Surroundings) => Promise<Driver>): Promise<EnginePhone> {
    const proxy = await PhoneProxy.open();
    const scripts = [installAudioProbe, noteBubbles, noteFailures];
    try {
      const proxyPort = Number(new URL(proxy.url).port);
      return new EnginePhone(name, server, await engine({ proxyPort, sound: ear.env, scripts }), proxy, ear);
    } catch (error) {
      await proxy.close();
      throw error;
    }
  }

  read<T>(expression: string): Promise<T> {
    return this.#ask(() => this.driver.read(expression));
  }

  tapAt(place: Place): Promise<void> {
    return this.#ask(() => this.driver.tapAt(place));
  }

  type(text: string): Promise<void> {
    return this.#ask(() => this.driver.type(text));
  }

  override async interrupt(): Promise<void> {
    this.#interruptions++;
    await super.interrupt();
  }

  /** For good, by a tab before it where the browser has them; else as far as the page is told. */
  override async hide(): Promise<void> {
    if (!this.driver.hide) return super.hide();
    await this.#ask(async () => this.driver.hide?.());
    await expect.poll(() => this.read('document.hidden'), { message: `${this.name} is hidden` }).toBe(true);
  }

  /** The loudest sample that comes out of its speaker in the next half second: full scale is 1. */
  loudest(): Promise<number> {
    return this.ear.loudest();
  }

  async press(name: string): Promise<void> {
    await this.touchWhere(`(${findButton})(${JSON.stringify(name)})`, `${this.name}'s button ${name}`);
  }

  /** With the page's own cookie: scripts cannot read it. */
  snapshot(): Promise<Snapshot> {
    return this.read("fetch('/snapshot').then((answer) => answer.json())");
  }

  index(): Promise<Track[]> {
    return this.read("fetch('/index').then((answer) => answer.json())");
  }

  async joinByLink(): Promise<void> {
    await this.#ask(() => this.driver.open(`${this.server.origin}/#code=${code}`));
    await this.touch('#name');
    await this.type(this.name);
    await this.press('Join');
    await this.isInTheRoom();
  }

  /** A page that was reloaded wants its tap again before it may sound. */
  async reload(): Promise<void> {
    await this.#ask(() => this.driver.reload());
    const asked = () => this.read<boolean>("document.querySelector('button[type=submit]:not([aria-busy=true])') !== null");
    await expect.poll(asked, { message: `${this.name}'s page asks for its tap` }).toBe(true);
    await this.press('Join');
    await this.isInTheRoom();
  }

  /** Taps the seek bar there. @param share 0 is its left end, 1 its right one */
  async seekToShare(share: number): Promise<void> {
    await this.touch('input[type=range]', share);
  }

  /** What went wrong in its page, since it was loaded last, that nobody caught. */
  failures(): Promise<string[]> {
    return this.read('window.failures');
  }

  /** What its page shows, plays and has told, in one line. */
  look(): Promise<string> {
    return this.read(`[document.body.innerText.replace(/\\s+/g, ' '),
      ...[window.bubbles, window.failures, window.warnings, window.audioProbe.sounds()].map((one) => JSON.stringify(one))].join(' ')`);
  }

  /** What its browser did of its own accord, if anything, so that a scenario could not go on. */
  async trouble(): Promise<string | undefined> {
    const bubbles = await this.read<string[]>('window.bubbles').catch(() => []);
    if (this.#gone) return `crashed or stood still (${this.#gone.message})`;
    if (this.driver.engine !== 'WebKitGTK') return undefined;
    const told = (words: string) => bubbles.filter((bubble) => bubble.includes(words)).length;
    // On a busy machine its pipeline fails or stands still at times, until the page gives up, and the next time plays the same song.
    if (told('Format not supported') > 0) return 'took a song for unplayable';
    return told('interrupted') > this.#interruptions ? 'stood still in a song' : undefined;
  }

  async close(): Promise<void> {
    await this.driver.close();
    await this.proxy.close();
  }

  async #ask<T>(what: () => Promise<T>): Promise<T> {
    if (this.#gone) throw this.#gone;
    try {
      return await what();
    } catch (error) {
      if (error instanceof NoAnswer) this.#gone = error;
      throw error;
    }
  }
}
