import { patienceMs } from './bidi.ts';

/** A browser's classic WebDriver (https://w3c.github.io/webdriver/). */
export class WebDriver {
  private constructor(
    private readonly session: string,
    readonly capabilities: Record<string, unknown>,
  ) {}

  static async open(server: string, wanted: Record<string, unknown>): Promise<WebDriver> {
    const capabilities = { alwaysMatch: wanted };
    const opened = await send<{ sessionId: string; capabilities: Record<string, unknown> }>(`${server}/session`, { capabilities });
    return new WebDriver(`${server}/session/${opened.sessionId}`, opened.capabilities);
  }

  post<T>(path: string, body: object): Promise<T> {
    return send(this.session + path, body);
  }

  /** Performs what one source of input does: https://w3c.github.io/webdriver/#actions */
  perform(source: object): Promise<void> {
    return this.post('/actions', { actions: [source] });
  }
}

async function send<T>(url: string, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}
