import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { send } from './api';

describe('the trace of a command', () => {
  let sent: string[] = [];
  let answer: () => Promise<Response>;
  const ok = (eventCount: number) => async () => Response.json({ eventCount, snapshot: {} });

  beforeEach(() => {
    sent = [];
    // As on a plain-HTTP address: no randomUUID.
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    vi.stubGlobal('fetch', (_: string, init: { headers: Record<string, string> }) => {
      sent.push(init.headers.traceparent ?? '');
      return answer();
    });
    answer = ok(43);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is as W3C Trace Context wants it, sampled, and new for each', async () => {
    await send('next', {}, 41);
    await send('next', {}, 43);

    for (const traceparent of sent) expect(traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
    expect(new Set(sent).size).toBe(2);
  });

  it("goes on with this phone's word on the start that it asked for, before and after the answer", async () => {
    let arrive = (_: Response) => {};
    answer = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const next = send('next', {}, 41);
    const arriveNext = arrive;
    answer = ok(43);
    await send('ack-download', { trackId: 'a' }, 43);
    arriveNext(await ok(43)());
    await next;
    await send('sit-out', { trackId: 'a', reason: 'format' }, 43);

    expect(new Set(sent).size).toBe(1);
  });

  it('does not take in what another phone asked for', async () => {
    await send('next', {}, 41);
    await send('ack-download', { trackId: 'b' }, 45);
    answer = async () => Response.json({ snapshot: {} }, { status: 409 });
    await send('next', {}, 45);
    answer = ok(46);
    await send('ack-download', { trackId: 'b' }, 46);

    expect(new Set(sent).size).toBe(4);
  });
});
