import type { Track } from '../protocol/messages';
import { evictions } from './evictions';
import type { Partial } from './partial';
import type { TrackCache } from './trackCache';

export interface TrackWriterHandlers {
  /** The store holds it whole. */
  kept(trackId: string, partial: Partial): void;
  /** It was deleted to make room for another. */
  evicted(trackId: string): void;
  /** It could not be stored; `full`: for lack of room. Told once a download. */
  refused(trackId: string, full: boolean): void;
}

export interface TrackWriter {
  /** Stores what has come of the track and is not stored yet, one after the other, behind everything else. */
  keep(track: Track, partial: Partial): void;
}

/** Brings what has come into the store. Nobody waits for it. */
export function createTrackWriter(cache: TrackCache, order: () => readonly string[], handlers: TrackWriterHandlers): TrackWriter {
  let turn = Promise.resolve();

  async function store({ trackId, mime, size }: Track, partial: Partial) {
    if (!partial.hasRoom) await makeRoom(trackId, size, await cache.budgetBytes());
    partial.hasRoom = true;
    while (partial.stored < partial.pieces.length && !partial.settled) {
      const { pieces, stored, etag } = partial;
      await cache.append(trackId, etag, stored, pieces[stored] as Blob);
      if (partial.pieces === pieces) partial.stored++;
    }
    if (!partial.whole || partial.settled) return;
    await cache.finish(trackId, { etag: partial.etag, mime, size: partial.whole.size });
    partial.settled = true;
    handlers.kept(trackId, partial);
  }

  /** @param budgetBytes left out: what is here is as much as there can be */
  async function makeRoom(trackId: string, incomingBytes: number, budgetBytes?: number) {
    const others = (await cache.list()).filter((entry) => entry.trackId !== trackId);
    for (const going of evictions(others, order(), incomingBytes, budgetBytes)) {
      await cache.delete(going);
      handlers.evicted(going);
    }
  }

  /** Tries twice: the browser's own limit may be nearer than it said, or it may have thrown away what was here. */
  async function storeOrRefuse(track: Track, partial: Partial) {
    const { trackId, size } = track;
    try {
      await store(track, partial).catch(async (error: unknown) => {
        if (isFull(error)) await makeRoom(trackId, size);
        else partial.stored = 0;
        await store(track, partial);
      });
    } catch (error) {
      console.warn('the track is not kept', trackId, error);
      Object.assign(partial, { settled: true, stored: 0 });
      await cache.delete(trackId).catch(() => {});
      handlers.refused(trackId, isFull(error));
    }
  }

  return {
    keep(track, partial) {
      turn = turn.then(() => (partial.settled ? undefined : storeOrRefuse(track, partial)));
    },
  };
}

const isFull = (error: unknown) => (error as Error | null)?.name === 'QuotaExceededError';
