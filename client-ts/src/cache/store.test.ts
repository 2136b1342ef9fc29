import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCacheStorageStore } from './cacheStorageStore';
import { createIndexedDbStore } from './indexedDbStore';
import { pieceBytes } from './store';

/** As much of the browser's Cache Storage as is used here. */
function fakeCaches() {
  const caches = new Map<string, Map<string, Response>>();
  const urlOf = (request: RequestInfo) => new URL(request instanceof Request ? request.url : request, 'https://phone.test').href;
  return {
    async open(name: string) {
      const entries = caches.get(name) ?? new Map<string, Response>();
      caches.set(name, entries);
      return {
        match: async (request: RequestInfo) => entries.get(urlOf(request))?.clone(),
        put: async (request: RequestInfo, response: Response) => void entries.set(urlOf(request), response),
        delete: async (request: RequestInfo) => entries.delete(urlOf(request)),
        keys: async () => [...entries.keys()].map((url) => new Request(url)),
      };
    },
  } as unknown as CacheStorage;
}

const stores = [
  { name: 'IndexedDB', store: createIndexedDbStore() },
  { name: 'Cache Storage', store: createCacheStorageStore(fakeCaches()) },
];

const piece = (fill: number, size = pieceBytes) => new Blob([new Uint8Array(size).fill(fill)]);
const bytesOf = async (blob: Blob | null | undefined) => new Uint8Array((await blob?.arrayBuffer()) ?? []);
const whole = { etag: '"v1"', mime: 'audio/mpeg', size: pieceBytes + 3 };

for (const { name, store } of stores) {
  describe(`audio in ${name}`, () => {
    beforeEach(async () => {
      for (const { trackId } of await store.list()) await store.delete(trackId);
    });

    it('comes back byte for byte, with its type', async () => {
      await store.append('t1', '"v1"', 0, piece(1));
      await store.append('t1', '"v1"', 1, piece(2, 3));
      expect(await store.get('t1')).toBe(null);
      await store.finish('t1', whole);
      const back = await store.get('t1');
      expect(back?.type).toBe('audio/mpeg');
      expect(back?.size).toBe(pieceBytes + 3);
      expect([...(await bytesOf(back?.slice(pieceBytes - 2)))]).toEqual([1, 1, 2, 2, 2]);
    });

    it('is listed as long as it is there, whole or begun', async () => {
      await store.append('t1', '"v1"', 0, piece(1));
      await store.append('t1', '"v1"', 1, piece(2, 3));
      await store.finish('t1', whole);
      await store.append('t2', '"v1"', 0, piece(1));
      expect(await store.list()).toEqual([
        { trackId: 't1', size: pieceBytes + 3, whole: true },
        { trackId: 't2', size: pieceBytes, whole: false },
      ]);
      await store.delete('t1');
      await store.delete('t2');
      expect(await store.list()).toEqual([]);
      expect(await store.get('t1')).toBe(null);
      expect(await store.begun('t2')).toBe(null);
    });

    it('can be gone on with where it broke off', async () => {
      expect(await store.begun('t1')).toBe(null);
      await store.append('t1', '"v1"', 0, piece(1));
      await store.append('t1', '"v1"', 1, piece(2));
      // Another tab was slower.
      await store.append('t1', '"v1"', 0, piece(1));
      const begun = await store.begun('t1');
      expect(begun?.etag).toBe('"v1"');
      expect(await Promise.all((begun?.pieces ?? []).map(async (blob) => (await bytesOf(blob))[0]))).toEqual([1, 2]);
    });

    it('has no pieces of two versions', async () => {
      await store.append('t1', '"v1"', 0, piece(1));
      await store.append('t1', '"v1"', 1, piece(2));
      await store.append('t1', '"v2"', 0, piece(3));
      const begun = await store.begun('t1');
      expect(begun?.etag).toBe('"v2"');
      expect(begun?.pieces).toHaveLength(1);
      await expect(store.append('t1', '"v1"', 1, piece(2))).rejects.toThrow('is not here');
    });

    it('has no holes', async () => {
      await expect(store.append('t1', '"v1"', 1, piece(2))).rejects.toThrow('is not here');
      await store.append('t1', '"v1"', 0, piece(1));
      await expect(store.finish('t1', whole)).rejects.toThrow('is not here whole');
      expect(await store.get('t1')).toBe(null);
    });
  });
}

describe('audio that an earlier version of this page kept in Cache Storage', () => {
  it('is still found', async () => {
    const cacheStorage = fakeCaches();
    const headers = { 'Content-Type': 'audio/ogg', 'Content-Length': '4' };
    await (await cacheStorage.open('audio')).put('/file/old', new Response('four', { headers }));
    const store = createCacheStorageStore(cacheStorage);
    expect(await store.list()).toEqual([{ trackId: 'old', size: 4, whole: true }]);
    expect(await (await store.get('old'))?.text()).toBe('four');
  });
});
