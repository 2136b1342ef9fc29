import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Answer {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: unknown;
  error?: string;
  message?: string;
}

/** A page that stands still for that long does so for ever. */
export const patienceMs = 30_000;

/** A browser's WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
export class BiDi {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data)) as Answer;
      this.#waiting.get(answer.id ?? 0)?.(answer);
    });
    socket.on('close', () => {
      for (const settle of this.#waiting.values()) settle({ type: 'error', error: 'the browser is gone' });
    });
  }

  static async open(url: string): Promise<BiDi> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new BiDi(socket);
  }

  async send<T>(method: string, params: object): Promise<T> {
    const id = ++this.#lastId;
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      setTimeout(() => resolve({ type: 'error', error: `no answer within ${patienceMs} ms` }), patienceMs).unref();
      this.socket.send(JSON.stringify({ id, method, params }));
    });
    this.#waiting.delete(id);
    if (answer.type === 'error') throw new Error(`${method}: ${answer.error} ${answer.message ?? ''}`);
    return answer.result as T;
  }

  close(): void {
    this.socket.terminate();
  }
}
