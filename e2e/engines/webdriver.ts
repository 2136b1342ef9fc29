import { NoAnswer, patienceMs } from './driver.ts';

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
  const { pathname } = new URL(url);
  const unanswered = (error: unknown): never => {
    throw new NoAnswer(`${pathname}: ${error}`);
  };
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal }).catch(unanswered);
  const { value } = (await response.json().catch(unanswered)) as { value: T & { error?: string; message?: string } };
  if (value?.error === 'invalid session id') unanswered(value.message);
  if (!response.ok) throw new Error(`${pathname}: ${value.error} ${value.message}`);
  return value;
}
