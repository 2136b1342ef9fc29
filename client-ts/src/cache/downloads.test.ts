import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDownloads, type DownloadHandlers, type Downloads } from './downloads';
import { big, FileRequest, memoryCache, small, track } from './simulated';
import { pieceBytes } from './store';

const [a, b, c] = [track('a'), track('b'), track('c')];

describe('downloads', () => {
  let requests: FileRequest[];
  let told: string[];
  const handlers: DownloadHandlers = {
    arrived: (id) => told.push(`arrived ${id}`),
    missing: (id) => told.push(`gone ${id}`),
    broken: (id) => told.push(`broken ${id}`),
    noRoom: (id) => told.push(`no room ${id}`),
    notKept: (id) => told.push(`not kept ${id}`),
    unauthorized: () => told.push('unauthorized'),
  };
  const asked = () => requests.map((r) => r.trackId);
  const request = (i: number) => vi.waitFor(() => requests[i] ?? Promise.reject(new Error(`no request ${i}`)), { interval: 1 });
  const isAt = (downloads: Downloads, percent: number) =>
    vi.waitFor(() => expect(downloads.underWay.value?.percent).toBe(percent), { interval: 1 });
  const isBig = async (track: Blob | null | undefined) => {
    const bytes = new Uint8Array((await track?.arrayBuffer()) ?? []);
    return bytes.length === big.length && bytes.every((byte, i) => byte === big[i]);
  };
  const hears = (line: string) => vi.waitFor(() => expect(told).toContain(line), { interval: 1 });

  beforeEach(() => {
    requests = [];
    told = [];
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const made = new FileRequest(path, init);
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
    await isAt(downloads, 66);
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
    await isAt(downloads, 33);
    first.break();
    await hears('broken a');
    downloads.again();
    (await request(1)).whole();
    await hears('arrived a');
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('are tried again seldom when nobody waits', async () => {
    vi.useFakeTimers();
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], false);
    requests[0]?.begin(500);
    await vi.advanceTimersByTimeAsync(7000);
    expect(asked()).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(6000);
    expect(asked()).toEqual(['a', 'a']);
    requests[1]?.begin(500);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(asked()).toEqual(['a', 'a']);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(asked()).toEqual(['a', 'a', 'a']);
    expect(told).toEqual(['broken a']);
    downloads.stop();
    vi.useRealTimers();
  });

  it('leave the server alone for as long as it wants, whoever waits', async () => {
    vi.useFakeTimers();
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], false);
    requests[0]?.begin(429, 0, { 'Retry-After': '30' });
    await vi.advanceTimersByTimeAsync(1);
    downloads.want([a], ['a'], true);
    downloads.again();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(asked()).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked()).toEqual(['a', 'a']);
    downloads.stop();
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
    await vi.waitFor(() => expect([...cache.kept.keys()]).toEqual(['a', 'b']), { interval: 1 });
    expect(downloads.onThisPhone.value.has('far')).toBe(false);
  });

  it('can be played though there was no room to keep them', async () => {
    const cache = memoryCache();
    cache.refuses = 'QuotaExceededError';
    const downloads = createDownloads(cache, handlers);
    downloads.want([a], ['a', 'b', 'c'], true);
    (await request(0)).whole();
    await hears('no room a');
    expect(told).toEqual(['arrived a', 'no room a']);
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
    downloads.want([c], ['c', 'b', 'a'], true);
    (await request(1)).whole();
    await hears('arrived c');
    expect(await downloads.get('a')).toBe(null);
  });

  it('can be played though the browser failed to keep them, and evict nothing for that', async () => {
    const cache = memoryCache();
    cache.kept.set('far', new Blob(['123456']));
    cache.refuses = 'UnknownError';
    const downloads = createDownloads(cache, handlers);
    downloads.want([a], ['a', 'b', 'far', 'x', 'y', 'z'], true);
    (await request(0)).whole();
    await hears('not kept a');
    expect(told).not.toContain('no room a');
    expect([...cache.kept.keys()]).toEqual(['far']);
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('can be played before they are stored, and the next comes meanwhile', async () => {
    const cache = memoryCache();
    let isReady = () => {};
    cache.ready = new Promise((resolve) => {
      isReady = resolve;
    });
    const downloads = createDownloads(cache, handlers);
    downloads.want([a, b], ['a', 'b'], true);
    (await request(0)).whole();
    await hears('arrived a');
    expect(cache.kept.size).toBe(0);
    expect((await downloads.get('a'))?.type).toBe('audio/mpeg');
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
    (await request(1)).whole();
    await hears('arrived b');
    isReady();
    await vi.waitFor(() => expect([...cache.kept.keys()]).toEqual(['a', 'b']), { interval: 1 });
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('are stored in pieces while they come, and go on from there after a reload of the page', async () => {
    const cache = memoryCache(10 * pieceBytes);
    const before = createDownloads(cache, handlers);
    before.want([track('big')], ['big'], true);
    const first = await request(0);
    first.begin();
    first.send(0, 2.2 * pieceBytes);
    await vi.waitFor(() => expect(cache.started.get('big')?.map(({ size }) => size)).toEqual([pieceBytes, pieceBytes]), { interval: 1 });

    const downloads = createDownloads(cache, handlers);
    const opened = downloads.open();
    downloads.want([track('big')], ['big'], true);
    expect(asked()).toEqual(['big']);
    await opened;
    expect(downloads.onThisPhone.value.has('big')).toBe(false);
    const rest = await request(1);
    expect(rest.headers).toEqual({ Range: `bytes=${2 * pieceBytes}-`, 'If-Range': '"v1"' });
    rest.begin(206, 2 * pieceBytes);
    rest.send(2 * pieceBytes, big.length);
    rest.end();
    await vi.waitFor(() => expect(cache.kept.has('big')).toBe(true), { interval: 1 });
    expect(await isBig(cache.kept.get('big'))).toBe(true);
    expect(await isBig(await downloads.get('big'))).toBe(true);
  });

  it('keep what has come when the server wants patience', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([a], ['a'], false);
    const first = await request(0);
    first.begin();
    first.send(0, 2);
    await isAt(downloads, 33);
    first.break();
    await hears('broken a');
    downloads.again();
    (await request(1)).begin(503);
    await vi.waitFor(() => expect(downloads.underWay.value).toBe(null), { interval: 1 });
    downloads.again();
    const rest = await request(2);
    expect(rest.headers).toEqual({ Range: 'bytes=2-', 'If-Range': '"v1"' });
    rest.begin(206, 2);
    rest.send(2, 6);
    rest.end();
    await hears('arrived a');
    expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  });

  it('are fetched in the form that this phone takes, in place of the one that is here', async () => {
    const cache = memoryCache();
    cache.kept.set('a', new Blob([small], { type: 'audio/flac' }));
    const downloads = createDownloads(cache, handlers);
    await downloads.open();
    downloads.want([{ ...a, mime: 'audio/mp4', as: ['mp4'], query: '?as=mp4' }], ['a'], true);
    expect(await downloads.get('a')).toBe(null);
    expect(asked()).toEqual(['a?as=mp4']);
    (await request(0)).whole();
    await hears('arrived a');
    await vi.waitFor(() => expect(cache.kept.get('a')?.type).toBe('audio/mp4'), { interval: 1 });
    expect((await downloads.get('a'))?.type).toBe('audio/mp4');
  });

  it('are gone in a form that the server cannot make, and come in another', async () => {
    const downloads = createDownloads(memoryCache(), handlers);
    downloads.want([{ ...a, as: ['mp4'], query: '?as=mp4' }], ['a'], true);
    (await request(0)).begin(422);
    await hears('gone a');
    downloads.want([{ ...a, as: ['mp4'] }], ['a'], true);
    downloads.again();
    (await request(1)).whole();
    await hears('arrived a');
    expect(asked()).toEqual(['a?as=mp4', 'a']);
  });

  it.each(['whole', 'begun'] as const)(
    'are fetched once more from the server where a copy of an earlier visit is damaged: %s',
    async (was) => {
      const cache = memoryCache();
      const damaged = new Blob(['???'], { type: 'audio/mpeg' });
      if (was === 'whole') cache.kept.set('a', damaged);
      else cache.started.set('a', [damaged]);
      const downloads = createDownloads(cache, handlers);
      await downloads.open();
      downloads.want([a], ['a'], true);
      if (was === 'begun') {
        const rest = await request(0);
        rest.begin(206, 3);
        rest.send(3, 6);
        rest.end();
        await hears('arrived a');
        expect(await (await downloads.get('a'))?.text()).toBe('???def');
      }
      const before = requests.length;
      expect(await downloads.renew('a')).toBe(true);
      const anew = await request(before);
      expect(anew.headers).toEqual({});
      anew.whole();
      await vi.waitFor(async () => expect(await cache.kept.get('a')?.text()).toBe('abcdef'), { interval: 1 });
      expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
      expect(await downloads.renew('a')).toBe(false);
      expect(requests).toHaveLength(before + 1);
    },
  );

  it('are fetched again at once when the browser has thrown them away', async () => {
    const cache = memoryCache();
    cache.kept.set('a', new Blob([small]));
    const downloads = createDownloads(cache, handlers);
    await downloads.open();
    downloads.want([a], ['a'], true);
    cache.kept.clear();
    expect(await downloads.get('a')).toBe(null);
    expect(asked()).toEqual(['a']);
    (await request(0)).whole();
    await hears('arrived a');
  });
});
