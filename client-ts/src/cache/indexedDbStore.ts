import type { IDBPDatabase } from 'idb';
import { database, type Schema } from './database';
import { pieceBytes, pieceCount, type Tracks } from './store';

/** Audio in IndexedDB: for plain HTTP, where Cache Storage does not exist. */
export function createIndexedDbStore(): Tracks {
  /** One at a time, so that no more than a piece is in memory as bytes. */
  async function read(db: IDBPDatabase<Schema>, trackId: string, count: number): Promise<Blob[] | null> {
    const pieces: Blob[] = [];
    while (pieces.length < count) {
      const bytes = await db.get('pieces', [trackId, pieces.length]);
      if (!bytes) return null;
      pieces.push(new Blob([bytes]));
    }
    return pieces;
  }

  const allOf = (trackId: string) => IDBKeyRange.bound([trackId], [trackId, []]);

  return {
    async get(trackId) {
      const db = await database();
      const found = await db.get('audio', trackId);
      const pieces = found && (await read(db, trackId, pieceCount(found.size)));
      return pieces ? new Blob(pieces, { type: found.mime }) : null;
    },
    async begun(trackId) {
      const db = await database();
      const found = await db.get('begun', trackId);
      const pieces = found && (await read(db, trackId, found.count));
      return pieces ? { etag: found.etag, pieces } : null;
    },
    async append(trackId, etag, index, piece) {
      const bytes = await piece.arrayBuffer();
      const write = (await database()).transaction(['audio', 'begun', 'pieces'], 'readwrite');
      const [audio, begun, pieces] = [write.objectStore('audio'), write.objectStore('begun'), write.objectStore('pieces')];
      const [whole, found] = await Promise.all([audio.getKey(trackId), begun.get(trackId)]);
      // Another tab was faster.
      if (whole !== undefined) return;
      const count = found?.etag === etag ? found.count : 0;
      if (index > count) throw new Error(`piece ${count} of ${trackId} is not here`);
      // Awaited together: when one fails, the others' rejections must not go unheard.
      await Promise.all([
        count === 0 && pieces.delete(allOf(trackId)),
        pieces.put(bytes, [trackId, index]),
        begun.put({ etag, count: Math.max(count, index + 1) }, trackId),
        write.done,
      ]);
    },
    async finish(trackId, { etag, mime, size }) {
      const write = (await database()).transaction(['audio', 'begun'], 'readwrite');
      const [audio, begun] = [write.objectStore('audio'), write.objectStore('begun')];
      const [whole, found] = await Promise.all([audio.getKey(trackId), begun.get(trackId)]);
      if (whole !== undefined) return;
      if ((found?.etag === etag ? found.count : 0) !== pieceCount(size)) throw new Error(`${trackId} is not here whole`);
      await Promise.all([audio.put({ mime, size }, trackId), begun.delete(trackId), write.done]);
    },
    async delete(trackId) {
      const write = (await database()).transaction(['audio', 'begun', 'pieces'], 'readwrite');
      const [audio, begun, pieces] = [write.objectStore('audio'), write.objectStore('begun'), write.objectStore('pieces')];
      await Promise.all([audio.delete(trackId), begun.delete(trackId), pieces.delete(allOf(trackId)), write.done]);
    },
    async list() {
      const { store: audio } = (await database()).transaction('audio');
      const [ids, wholes] = await Promise.all([audio.getAllKeys(), audio.getAll()]);
      const { store: begun } = (await database()).transaction('begun');
      const [begunIds, parts] = await Promise.all([begun.getAllKeys(), begun.getAll()]);
      return [
        ...ids.map((trackId, i) => ({ trackId, size: wholes[i]?.size ?? 0, whole: true })),
        ...begunIds.map((trackId, i) => ({ trackId, size: (parts[i]?.count ?? 0) * pieceBytes, whole: false })),
      ];
    },
  };
}
