import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Track } from '../protocol/wire';
import { createDownloads, type DownloadHandlers } from './downloads';
import type { TrackCache } from './trackCache';

const track = (trackId: string): Track => ({ trackId, fileName: `${trackId}.mp3`, size: 6, mime: 'audio/mpeg' });
const [a, b, c] = [track('a'), track('b'), track('c')];
const bytes = new TextEncoder().encode('abcdef');

/** A request for a file, answered by the test piece by piece. */
class Request {
  readonly headers: Record<string, string>;
  readonly trackId: string;
  aborted = false;
  #body!: ReadableStreamDefaultController<Uint8Array>;
  #answer!: (response: Response) => void;
  readonly response = new Promise<Response>((resolve) => {
    this.#answer = resolve;
  });

  constructor(path: string, init: RequestInit) {
    this.trackId = path.slice('/file/'.length);
    this.headers = init.headers as Record<string, string>;
    init.signal?.addEventListener('abort', () => {
      this.aborted = true;
      this.break();
    });
  }

  begin(status = 200, from = 0) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#body = controller;
      },
    });
    const headers = { ETag: '"v1"', 'Content-Length': String(bytes.length - from) };
    this.#answer(new Response(status < 300 ? body : null, { status, headers }));
  }

  send(from: number, to: number) {
    this.#body.enqueue(bytes.slice(from, to));
  }

  end() {
    this.#body.close();
  }

  break() {
    this.#body?.error(new TypeError('network'));
  }

  whole() {
    this.begin();
    this.send(0, bytes.length);
    this.end();
  }
}

function memoryCache(budget = 1000): TrackCache & { kept: Map<string, Blob>; full: boolean } {
  const kept = new Map<string, Blob>();
  return {
    kept,
    full: false,
    get: async (id) => kept.get(id) ?? null,
    async put(id, blob) {
      if (this.full) throw new DOMException('full', 'QuotaExceededError');
      kept.set(id, blob);
    },
    delete: async (id) => void kept.delete(id),
    list: async () => [...kept].map(([trackId, blob]) => ({ trackId, size: blob.size })),
    budgetBytes: async () => budget,
  };
}

describe('downloads', () => {
  let requests: Request[];
  let told: string[];
  const handlers: DownloadHandlers = {
    arrived: (id) => told.push(`arrived ${id}`),
    gone: (id) => told.push(`gone ${id}`),
    broken: (id) => told.push(`broken ${id}`),
    noRoom: (id) => told.push(`no room ${id}`),
    unauthorized: () => told.push('unauthorized'),
  };
  const asked = () => requests.map((r) => r.trackId);
  const request = (i: number) => vi.waitFor(() => requests[i] ?? Promise.reject(new Error(`no request ${i}`)), { interval: 1 });
  const hears = (line: string) => vi.waitFor(() => expect(told).toContain(line), { interval: 1 });

  beforeEach(() => {
    requests = [];
    told = [];
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const made = new Request(path, init);
      requests.push(made);
      return made.response;
    });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('come one at a time, the most urgent first', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a, b], ['a', 'b', 'c'], true);
    expect(asked()).toEqual(['a']);
    (await request(0)).whole();
    (await request(1)).whole();
    await hears('arrived b');
    expect([...downloads.onThisPhone.value]).toEqual(['a', 'b']);
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('ask for nothing that is here', async () => {
    const cache = memoryCache();
    cache.kept.set('a', new Blob(['x'])).set('b', new Blob(['y']));
    const downloads = createDownloads(cache, handlers);
    await downloads.open();
    downloads.want([a, b], ['a', 'b'], true);
    downloads.want([b, a], ['b', 'a'], true);
    expect(asked()).toEqual([]);
  });

  it('show how far they are', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], true);
    const first = await request(0);
    first.begin();
    first.send(0, 3);
    await vi.waitFor(() => expect(downloads.underWay.value).toEqual({ trackId: 'a', percent: 50 }), { interval: 1 });
    first.send(3, 6);
    first.end();
    await hears('arrived a');
    expect(downloads.underWay.value).toBe(null);
  });

  it('make way for what is more urgent, and go on where they were', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([b], ['b'], false);
    const first = await request(0);
    first.begin();
    first.send(0, 4);
    await vi.waitFor(() => expect(downloads.underWay.value?.percent).toBe(66), { interval: 1 });
    downloads.want([a, b], ['a', 'b'], true);
    expect(first.aborted).toBe(true);
    (await request(1)).whole();
    const rest = await request(2);
    expect(asked()).toEqual(['b', 'a', 'b']);
    expect(rest.headers).toEqual({ Range: 'bytes=4-', 'If-Range': '"v1"' });
    rest.begin(206, 4);
    rest.send(4, 6);
    rest.end();
    await hears('arrived b');
    expect(await (await downloads.get('b'))?.text()).toBe('abcdef');
  });

  it('start over when the file has changed meanwhile', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], false);
    const first = await request(0);
    first.begin();
    first.send(0, 2);
    await vi.waitFor(() => expect(downloads.underWay.value?.percent).toBe(33), { interval: 1 });
    first.break();
    await hears('broken a');
    downloads.again();
    (await request(1)).whole();
    await hears('arrived a');
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('are not tried again by themselves when nobody waits', async () => {
    vi.useFakeTimers();
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], false);
    requests[0]?.begin(500);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual(['broken a']);
    expect(asked()).toEqual(['a']);
    vi.useRealTimers();
  });

  it('are tried again, with pauses, while somebody waits; that is told once', async () => {
    vi.useFakeTimers();
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], true);
    requests[0]?.begin(500);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked()).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked()).toEqual(['a', 'a']);
    requests[1]?.begin(500);
    await vi.advanceTimersByTimeAsync(6000);
    expect(asked()).toEqual(['a', 'a', 'a']);
    expect(told).toEqual(['broken a']);
    downloads.stop();
    vi.useRealTimers();
  });

  it('do not ask again for what is gone', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a, b], ['a', 'b'], true);
    (await request(0)).begin(404);
    (await request(1)).whole();
    await hears('arrived b');
    downloads.want([b, a], ['b', 'a'], true);
    expect(asked()).toEqual(['a', 'b']);
    expect(told).toContain('gone a');
  });

  it('make room by the order of play', async () => {
    const cache = memoryCache(13);
    cache.kept.set('far', new Blob(['123456']));
    const downloads = createDownloads(cache, handlers);
    await downloads.open();
    downloads.want([a, b], ['a', 'b', 'c', 'far', 'x', 'y', 'z'], true);
    (await request(0)).whole();
    (await request(1)).whole();
    await hears('arrived b');
    expect([...cache.kept.keys()]).toEqual(['a', 'b']);
    expect(downloads.onThisPhone.value.has('far')).toBe(false);
  });

  it('can be played though there was no room to keep them', async () => {
    const cache = memoryCache();
    cache.full = true;
    const downloads = createDownloads(cache, handlers);
    downloads.want([a], ['a', 'b', 'c'], true);
    (await request(0)).whole();
    await hears('arrived a');
    expect(told).toContain('no room a');
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
    downloads.want([c], ['c', 'b', 'a'], true);
    (await request(1)).whole();
    await hears('arrived c');
    expect(await downloads.get('a')).toBe(null);
  });
});
