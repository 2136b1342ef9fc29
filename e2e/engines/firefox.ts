import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '../fixtures/anyPhone.ts';
import { BiDi } from './bidi.ts';
import { type Driver, type Surroundings, screen } from './driver.ts';
import { Program, programOf } from './programs.ts';

/**
 * What a fresh profile would do of its own accord, and nobody here waits for. Whether and when a page may sound stays as people have it.
 */
const quiet = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.region.update.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.topsites.contile.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.active-protocols': 1,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

/**
 * Runs in the page. Firefox asks the sound server for its latency while it holds a lock that its own audio callback may be waiting for;
 * with PulseAudio's callback waiting in turn the page then stands still for ever. A null sink has no latency worth asking for.
 */
function neverAskForLatency(): void {
  AudioContext.prototype.getOutputTimestamp = function () {
    return { contextTime: this.currentTime, performanceTime: performance.now() };
  };
}

type Evaluated = { type: 'success'; result: { value?: string } } | { type: 'exception'; exceptionDetails: { text: string } };

/** Stock Firefox ESR without a window, by WebDriver BiDi. */
export class Firefox implements Driver {
  readonly engine = 'Firefox';

  private constructor(
    readonly version: string,
    private readonly bidi: BiDi,
    private readonly context: string,
    private readonly program: Program,
    private readonly profile: string,
  ) {}

  static async open({ proxyPort, sound, scripts }: Surroundings): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'colisten-firefox-'));
    // The proxy knows the names that this machine does not.
    const proxy = { 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': proxyPort };
    const preferences = Object.entries({ ...quiet, ...proxy, 'dom.security.https_first': false });
    await writeFile(
      join(profile, 'user.js'),
      preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''),
    );
    const program = new Program(
      programOf('Firefox ESR', 'firefox-esr', 'firefox'),
      ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0', 'about:blank'],
      { ...sound, HOME: profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1' },
    );
    try {
      const [, url] = await program.says(/WebDriver BiDi listening on (ws:\S+)/);
      const bidi = await BiDi.open(`${url}/session`);
      const { capabilities } = await bidi.send<{ capabilities: { browserVersion: string } }>('session.new', { capabilities: {} });
      const { contexts } = await bidi.send<{ contexts: [{ context: string }] }>('browsingContext.getTree', {});
      const [{ context }] = contexts;
      await bidi.send('browsingContext.setViewport', { context, viewport: screen });
      for (const script of [neverAskForLatency, ...scripts])
        await bidi.send('script.addPreloadScript', { functionDeclaration: String(script) });
      return new Firefox(capabilities.browserVersion, bidi, context, program, profile);
    } catch (error) {
      await program.end();
      await rm(profile, { recursive: true, force: true });
      throw error;
    }
  }

  async open(url: string): Promise<void> {
    await this.bidi.send('browsingContext.navigate', { context: this.context, url, wait: 'interactive' });
  }

  async reload(): Promise<void> {
    // Not 'complete': that was seen to go unanswered.
    await this.bidi.send('browsingContext.reload', { context: this.context, wait: 'interactive' });
  }

  async read<T>(expression: string): Promise<T> {
    const evaluated = await this.bidi.send<Evaluated>('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context: this.context },
      awaitPromise: true,
      userActivation: false,
    });
    if (evaluated.type === 'exception') throw new Error(evaluated.exceptionDetails.text);
    const { value } = evaluated.result;
    return (value === undefined ? undefined : JSON.parse(value)) as T;
  }

  async tapAt({ x, y }: Place): Promise<void> {
    const actions = [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.#perform({ type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' }, actions });
  }

  async type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#perform({ type: 'key', id: 'keys', actions });
  }

  async hide(): Promise<void> {
    await this.bidi.send('browsingContext.create', { type: 'tab', background: false });
  }

  async close(): Promise<void> {
    this.bidi.close();
    await this.program.end();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #perform(source: object): Promise<unknown> {
    return this.bidi.send('input.performActions', { context: this.context, actions: [source] });
  }
}
