import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Track } from '../protocol/wire';
import { download, nothingYet, type Partial } from './download';
import { evictions } from './policy';
import type { TrackCache } from './trackCache';

export interface DownloadHandlers {
  /** The track can be played from here now. */
  arrived(trackId: string): void;
  /** The server has it no more. */
  gone(trackId: string): void;
  /** The network let it down. It is told once until something comes through again. */
  broken(trackId: string): void;
  /** It can be played, but there was no room to keep it. */
  noRoom(trackId: string): void;
  unauthorized(): void;
}

export interface Downloads {
  /** The tracks that are on this phone. */
  readonly onThisPhone: ReadonlySignal<ReadonlySet<string>>;
  /** The one download under way. */
  readonly underWay: ReadonlySignal<{ trackId: string; percent: number } | null>;
  /**
   * Says what is needed, most urgent first, and the order of play. `waitedFor`: somebody waits for the first of them right now; only
   * then is a broken download tried again by itself, else when something else is needed or `again` is called.
   */
  want(tracks: readonly Track[], order: readonly string[], waitedFor: boolean): void;
  /** The network or the library is back: tries what broke off, or was gone. */
  again(): void;
  get(trackId: string): Promise<Blob | null>;
  /** Learns what is here from earlier visits. */
  open(): Promise<void>;
  /** Breaks off what is under way. */
  stop(): void;
}

/** Brings tracks to this phone, one at a time, the most urgent first. */
export function createDownloads(cache: TrackCache, handlers: DownloadHandlers): Downloads {
  const onThisPhone = signal<ReadonlySet<string>>(new Set());
  const underWay = signal<{ trackId: string; percent: number } | null>(null);
  const partials = new Map<string, Partial>();
  /** Tracks that the cache could not take. */
  const held = new Map<string, Blob>();
  const gone = new Set<string>();
  let needs: readonly Track[] = [];
  let order: readonly string[] = [];
  let waitedFor = false;
  let running: { trackId: string; abort: AbortController } | null = null;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const missing = () => needs.find(({ trackId }) => !onThisPhone.value.has(trackId) && !gone.has(trackId));

  function next() {
    const track = missing();
    if (running && running.trackId !== track?.trackId) running.abort.abort();
    if (running || !track) return;
    clearTimeout(retry);
    running = { trackId: track.trackId, abort: new AbortController() };
    void fetchOne(track, running.abort.signal);
  }

  async function fetchOne(track: Track, signal: AbortSignal) {
    const { trackId } = track;
    const partial = partials.get(trackId) ?? nothingYet();
    partials.set(trackId, partial);
    underWay.value = { trackId, percent: Math.floor((partial.bytes / Math.max(1, track.size)) * 100) };
    const came = await download(track, partial, signal, (percent) => {
      underWay.value = { trackId, percent };
    });
    if (came.kind === 'whole') await keep(trackId, came.track);
    running = null;
    underWay.value = null;
    if (came.kind === 'broken') return fail(trackId);
    if (came.kind === 'whole') {
      failures = 0;
      partials.delete(trackId);
      handlers.arrived(trackId);
    } else if (came.kind === 'gone') {
      gone.add(trackId);
      handlers.gone(trackId);
    } else if (came.kind === 'unauthorized') {
      return handlers.unauthorized();
    }
    next();
  }

  function fail(trackId: string) {
    if (failures++ === 0) handlers.broken(trackId);
    if (missing()?.trackId !== trackId) return next();
    clearTimeout(retry);
    if (waitedFor) retry = setTimeout(next, Math.min(2000 * 2 ** (failures - 1), 8000) * (0.75 + Math.random() / 2));
  }

  async function keep(trackId: string, track: Blob) {
    try {
      await makeRoom(track.size, await cache.budgetBytes());
      try {
        await cache.put(trackId, track);
      } catch {
        // The browser's own limit was nearer than it said: make as much room as we can, and try once more.
        await makeRoom(track.size, 0);
        await cache.put(trackId, track);
      }
    } catch (error) {
      console.warn('no room to keep the track', trackId, error);
      for (const id of held.keys()) if (!order.slice(0, 2).includes(id)) drop(id);
      held.set(trackId, track);
      handlers.noRoom(trackId);
    }
    onThisPhone.value = new Set([...onThisPhone.value, trackId]);
  }

  async function makeRoom(incomingBytes: number, budgetBytes: number) {
    for (const trackId of evictions(await cache.list(), order, incomingBytes, budgetBytes)) {
      await cache.delete(trackId);
      drop(trackId);
    }
  }

  function drop(trackId: string) {
    held.delete(trackId);
    onThisPhone.value = new Set([...onThisPhone.value].filter((id) => id !== trackId));
  }

  return {
    onThisPhone,
    underWay,
    want(tracks, newOrder, isWaitedFor) {
      const changed = waitedFor !== isWaitedFor || tracks.map((t) => t.trackId).join() !== needs.map((t) => t.trackId).join();
      [needs, order, waitedFor] = [tracks, newOrder, isWaitedFor];
      for (const id of partials.keys()) if (!tracks.some((t) => t.trackId === id) && running?.trackId !== id) partials.delete(id);
      if (changed || failures === 0) next();
    },
    again() {
      failures = 0;
      gone.clear();
      next();
    },
    async get(trackId) {
      const track = held.get(trackId) ?? (await cache.get(trackId).catch(() => null));
      // The browser may have thrown it away behind our back.
      if (!track && onThisPhone.value.has(trackId)) drop(trackId);
      return track;
    },
    async open() {
      const entries = await cache.list().catch(() => []);
      onThisPhone.value = new Set(entries.map(({ trackId }) => trackId));
    },
    stop() {
      needs = [];
      clearTimeout(retry);
      running?.abort.abort();
    },
  };
}
