import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchIndex, fetchSnapshot, reportInStep } from './api';
import type { Track } from './messages';

describe('an answer', () => {
  const server = (response: Response) => vi.stubGlobal('fetch', async () => response);
  const brokenOff = () => new ReadableStream({ start: (body) => body.error(new TypeError('network error')) });
  afterEach(() => vi.unstubAllGlobals());

  it('that breaks off is none', async () => {
    server(new Response(brokenOff()));
    expect(await fetchSnapshot()).toEqual({ kind: 'offline' });
  });

  it("that is the page of a hotel's network is none", async () => {
    server(new Response('<h1>Welcome!</h1>', { headers: { 'Content-Type': 'text/html' } }));
    expect(await fetchSnapshot()).toEqual({ kind: 'offline' });
  });

  it('without a body is one where none is due', async () => {
    server(new Response(null, { status: 204 }));
    expect(await reportInStep({ errorMs: 0, zeroMovedMs: 0, beats: 0 })).toEqual({ kind: 'ok', value: undefined });
  });

  it('that refuses and breaks off still refuses', async () => {
    server(new Response(brokenOff(), { status: 503 }));
    expect(await fetchSnapshot()).toMatchObject({ kind: 'refused', problem: { status: 503 } });
  });
});

describe('the index', () => {
  const tracks = (count: number) => Array.from({ length: count }, (_, n) => ({ trackId: `t${n}`, fileName: 'x'.repeat(90) }));
  let cancelled = false;
  /** Answers in two pieces. */
  const server = (body: string) => {
    cancelled = false;
    const bytes = new TextEncoder().encode(body);
    const stream = new ReadableStream({
      pull(to) {
        to.enqueue(bytes.subarray(0, 250_000));
        if (bytes.length > 250_000) to.enqueue(bytes.subarray(250_000));
        to.close();
      },
      cancel() {
        cancelled = true;
      },
    });
    vi.stubGlobal('fetch', async () => new Response(stream));
  };
  const fetched = async () => {
    const taken: Track[] = [];
    const answer = await fetchIndex(async (some) => {
      taken.push(...some);
    });
    return { answer, ids: taken.map(({ trackId }) => trackId) };
  };
  afterEach(() => vi.unstubAllGlobals());

  it('is read here where it is short', async () => {
    vi.stubGlobal('Worker', class {});
    server(JSON.stringify(tracks(1000)));
    expect(await fetched()).toEqual({ answer: { kind: 'ok', value: undefined }, ids: tracks(1000).map(({ trackId }) => trackId) });
  });

  it('is read here where there are no workers', async () => {
    vi.stubGlobal('Worker', undefined);
    Reflect.deleteProperty(globalThis, 'Worker');
    server(JSON.stringify(tracks(5000)));
    expect((await fetched()).ids).toHaveLength(5000);
  });

  it('is left to a worker where it is long', async () => {
    vi.stubGlobal(
      'Worker',
      class {
        onmessage = (_: { data: unknown[] }) => {};
        constructor() {
          queueMicrotask(() => this.onmessage({ data: tracks(2) }));
        }
        postMessage() {
          this.onmessage({ data: [] });
        }
        terminate() {}
      },
    );
    server(JSON.stringify(tracks(5000)));
    expect((await fetched()).ids).toEqual(['t0', 't1']);
    expect(cancelled).toBe(true);
  });
});
