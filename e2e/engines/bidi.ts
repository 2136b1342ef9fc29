import { once } from 'node:events';
import { WebSocket } from 'ws';
import { NoAnswer, patienceMs } from './driver.ts';

interface Answer {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: unknown;
  error?: string;
  message?: string;
}

/** A browser's WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
export class BiDi {
  readonly #waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data)) as Answer;
      this.#waiting.get(answer.id ?? 0)?.resolve(answer);
    });
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new NoAnswer('the browser is gone'));
    });
  }

  static async open(url: string): Promise<BiDi> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new BiDi(socket);
  }

  async send<T>(method: string, params: object): Promise<T> {
    const id = ++this.#lastId;
    let patience: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      patience = setTimeout(() => reject(new NoAnswer(`${method}: none within ${patienceMs} ms`)), patienceMs);
      this.socket.send(JSON.stringify({ id, method, params }), (error) => error && reject(new NoAnswer(String(error))));
    }).finally(() => {
      clearTimeout(patience);
      this.#waiting.delete(id);
    });
    if (answer.type === 'error') throw new Error(`${method}: ${answer.error} ${answer.message ?? ''}`);
    return answer.result as T;
  }

  close(): void {
    this.socket.terminate();
  }
}
