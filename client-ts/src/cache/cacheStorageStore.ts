import { budgetOverride, type TrackCache } from './trackCache';

/** How much of what the browser grants this page may be audio; the rest is headroom. */
const share = 0.8;
const key = (trackId: string) => `/file/${trackId}`;

/** Audio in Cache Storage, under the URL it came from: secure contexts only. */
export function createCacheStorageStore(storage: CacheStorage): TrackCache {
  const opened = () => storage.open('audio');
  return {
    get: async (trackId) => (await (await opened()).match(key(trackId)))?.blob() ?? null,
    async put(trackId, track) {
      const headers = { 'Content-Type': track.type, 'Content-Length': String(track.size) };
      await (await opened()).put(key(trackId), new Response(track, { headers }));
    },
    delete: async (trackId) => void (await (await opened()).delete(key(trackId))),
    async list() {
      const cache = await opened();
      return Promise.all(
        (await cache.keys()).map(async (request) => ({
          trackId: new URL(request.url).pathname.slice(key('').length),
          size: Number((await cache.match(request))?.headers.get('Content-Length') ?? 0),
        })),
      );
    },
    async budgetBytes() {
      const override = budgetOverride();
      if (override !== null) return override;
      const { quota } = (await navigator.storage?.estimate?.()) ?? {};
      return quota ? quota * share : Number.POSITIVE_INFINITY;
    },
  };
}
