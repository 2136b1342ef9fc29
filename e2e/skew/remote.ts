import type { Snapshot } from '../../client-ts/src/protocol/messages.ts';
import { code } from '../fixtures/server.ts';

/** Someone who controls the room and does not listen: paired, without a stream. */
export class Remote {
  private constructor(
    private readonly origin: string,
    private readonly cookie: string,
  ) {}

  static async pair(origin: string): Promise<Remote> {
    const response = await fetch(`${origin}/pair`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code, clientName: 'Remote' }),
    });
    if (!response.ok) throw new Error(`pairing: ${response.status} ${await response.text()}`);
    return new Remote(origin, (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }

  async snapshot(): Promise<Snapshot> {
    return (await (await fetch(`${this.origin}/snapshot`, { headers: { cookie: this.cookie } })).json()) as Snapshot;
  }

  /** @returns when it was sent, by `performance.now()` */
  async send(command: 'play' | 'pause' | 'seek' | 'next' | 'nudge', body: object): Promise<number> {
    const { eventCount } = await this.snapshot();
    const sentAtMs = performance.now();
    const response = await fetch(`${this.origin}/${command}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie: this.cookie, 'If-Match-Event': String(eventCount) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${command}: ${response.status} ${await response.text()}`);
    return sentAtMs;
  }
}
