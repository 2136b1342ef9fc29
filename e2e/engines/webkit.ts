import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from '../fixtures/anyPhone.ts';
import { freePort } from '../fixtures/ports.ts';
import { type Driver, patienceMs, type Surroundings, screen } from './driver.ts';
import { Program, programOf } from './programs.ts';
import { WebDriver } from './webdriver.ts';

/** What the window has around the page, in pixels: more than enough. */
const frame = { width: 28, height: 121 };

type Evaluated = { value?: unknown } | { thrown: string };

/** Where Debian puts the browser that WebKitGTK is tried with. */
function miniBrowser(): string {
  const libraries = readdirSync('/usr/lib').map((name) => join('/usr/lib', name));
  return programOf('MiniBrowser', ...['4.1', '6.0'].flatMap((api) => libraries.map((at) => join(at, `webkit2gtk-${api}`, 'MiniBrowser'))));
}

/**
 * Stock WebKitGTK in its MiniBrowser on a screen that nobody sees, by its WebDriver. Of version 2.50 some pages stand still for ever where
 * an element gets another source: the main thread ends the old pipeline, one thread of which waits for the main thread to tell it of a
 * stream.
 */
export class WebKit implements Driver {
  readonly engine = 'WebKitGTK';

  private constructor(
    readonly version: string,
    private readonly session: WebDriver,
    private readonly scripts: string,
    private readonly programs: readonly Program[],
    private readonly home: string,
  ) {}

  static async open({ proxyPort, sound, scripts }: Surroundings): Promise<WebKit> {
    const home = await mkdtemp(join(tmpdir(), 'colisten-webkit-'));
    const programs: Program[] = [];
    const start = (...it: ConstructorParameters<typeof Program>) => {
      const program = new Program(...it);
      programs.push(program);
      return program;
    };
    try {
      const display = start(programOf('Xvfb', 'Xvfb'), ['-displayfd', '3', '-screen', '0', '800x1100x24', '-nolisten', 'tcp'], {}, 1);
      const [, number] = await display.says(/^(\d+)$/m);
      const port = await freePort();
      const driver = start(programOf('WebKitWebDriver', 'WebKitWebDriver'), [`--port=${port}`, '--host=127.0.0.1'], {
        ...sound,
        DISPLAY: `:${number}`,
        GDK_BACKEND: 'x11',
        LIBGL_ALWAYS_SOFTWARE: '1',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        NO_AT_BRIDGE: '1',
        HOME: home,
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CACHE_HOME: join(home, 'cache'),
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_RUNTIME_DIR: home,
      });
      await driver.listens(port);
      const session = await WebDriver.open(`http://127.0.0.1:${port}`, {
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
        // The proxy knows the names that this machine does not.
        proxy: { proxyType: 'manual', httpProxy: `127.0.0.1:${proxyPort}` },
      });
      await session.post('/timeouts', { script: patienceMs, pageLoad: patienceMs });
      await session.post('/window/rect', { width: screen.width + frame.width, height: screen.height + frame.height });
      const source = scripts.map((script) => `(${script})();`).join('\n');
      return new WebKit(String(session.capabilities.browserVersion), session, source, programs, home);
    } catch (error) {
      for (const program of programs) await program.end();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  /**
   * Its driver runs nothing before a page's own scripts. What runs right after the page has come still finds all that a tap loads or plays.
   */
  async open(url: string): Promise<void> {
    await this.session.post('/url', { url });
    await this.read(`void (() => { ${this.scripts} })()`);
  }

  async reload(): Promise<void> {
    await this.session.post('/refresh', {});
    await this.read(`void (() => { ${this.scripts} })()`);
  }

  async read<T>(expression: string): Promise<T> {
    const script = `const done = arguments[arguments.length - 1];
      (async () => (${expression}))().then(
        (value) => done(JSON.stringify({ value })),
        (error) => done(JSON.stringify({ thrown: String(error?.stack ?? error) })));`;
    const evaluated = JSON.parse(await this.session.post<string>('/execute/async', { script, args: [] })) as Evaluated;
    if ('thrown' in evaluated) throw new Error(evaluated.thrown);
    return evaluated.value as T;
  }

  async tapAt({ x, y }: Place): Promise<void> {
    const actions = [
      { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    // It has no fingers.
    await this.session.perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  async type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.session.perform({ type: 'key', id: 'keys', actions });
  }

  async close(): Promise<void> {
    for (const program of this.programs.toReversed()) await program.end();
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
