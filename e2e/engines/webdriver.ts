/** A browser's classic WebDriver (https://w3c.github.io/webdriver/). */
export class WebDriver {
  private constructor(
    private readonly session: string,
    readonly capabilities: Record<string, unknown>,
  ) {}

  static async open(server: string, wanted: Record<string, unknown>): Promise<WebDriver> {
    const capabilities = { alwaysMatch: wanted };
    const opened = await send<{ sessionId: string; capabilities: Record<string, unknown> }>('POST', `${server}/session`, { capabilities });
    return new WebDriver(`${server}/session/${opened.sessionId}`, opened.capabilities);
  }

  post<T>(path: string, body: object): Promise<T> {
    return send('POST', this.session + path, body);
  }

  /** Performs what one source of input does: https://w3c.github.io/webdriver/#actions */
  perform(source: object): Promise<void> {
    return this.post('/actions', { actions: [source] });
  }

  async close(): Promise<void> {
    await send('DELETE', this.session);
  }
}

async function send<T>(method: 'POST' | 'DELETE', url: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}
