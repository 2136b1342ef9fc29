import { database } from './database';
import { budgetOverride, type TrackCache } from './trackCache';

/** Plain HTTP tells no quota; this much is granted by every browser we know. */
const defaultBudgetBytes = 512 * 1024 * 1024;

/** Audio in IndexedDB, beside a ledger of its sizes: for plain HTTP, where Cache Storage does not exist. */
export function createIndexedDbStore(): TrackCache {
  const writing = async () => (await database()).transaction(['audio', 'sizes'], 'readwrite');
  return {
    async get(trackId) {
      const found = await (await database()).get('audio', trackId);
      return found ? new Blob([found.bytes], { type: found.mime }) : null;
    },
    async put(trackId, track) {
      const bytes = await track.arrayBuffer();
      const write = await writing();
      // Awaited together: when one fails, the others' rejections must not go unheard.
      await Promise.all([
        write.objectStore('audio').put({ bytes, mime: track.type }, trackId),
        write.objectStore('sizes').put(bytes.byteLength, trackId),
        write.done,
      ]);
    },
    async delete(trackId) {
      const write = await writing();
      await Promise.all([write.objectStore('audio').delete(trackId), write.objectStore('sizes').delete(trackId), write.done]);
    },
    async list() {
      const read = (await database()).transaction('sizes');
      const [trackIds, sizes] = await Promise.all([read.store.getAllKeys(), read.store.getAll()]);
      return trackIds.map((trackId, i) => ({ trackId, size: sizes[i] ?? 0 }));
    },
    budgetBytes: async () => budgetOverride() ?? defaultBudgetBytes,
  };
}
