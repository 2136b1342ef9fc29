import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Track } from '../protocol/messages';
import { download } from './download';
import { nothingYet, type Partial, resumed } from './partial';
import type { Entry } from './store';
import type { TrackCache } from './trackCache';
import type { TrackWriter, TrackWriterHandlers } from './trackWriter';

export interface DownloadHandlers {
  /** The track can be played from here now. */
  arrived(trackId: string): void;
  /** The server does not have it any more, or not in this form. */
  missing(trackId: string): void;
  /** The network let it down. It is told once until something comes through again. */
  broken(trackId: string): void;
  /** It can be played, but there was no room to keep it. */
  noRoom(trackId: string): void;
  /** It can be played, but the browser failed to keep it. */
  notKept(trackId: string): void;
  unauthorized(): void;
}

export interface Downloads {
  /** The tracks that are on this phone. */
  readonly onThisPhone: ReadonlySignal<ReadonlySet<string>>;
  /** The one download under way. */
  readonly underWay: ReadonlySignal<{ trackId: string; percent: number } | null>;
  /**
   * Says what is needed, most urgent first, and the order of play. `waitedFor`: somebody waits for the first of them right now; a download
   * that broke off is then tried again sooner.
   */
  want(tracks: readonly Track[], order: readonly string[], waitedFor: boolean): void;
  /** The network or the library is back: tries what broke off, or was gone. */
  again(): void;
  get(trackId: string): Promise<Blob | null>;
  /**
   * What is here of the track cannot be played: it is deleted, and fetched from the server.
   * @returns false where it has come from there since this page was opened
   */
  renew(trackId: string): Promise<boolean>;
  /** Learns what is here from earlier visits. Nothing is fetched before it is known. */
  open(): Promise<void>;
  /** Breaks off what is under way. */
  stop(): void;
}

/** A store that has not said by then what it holds is done without. */
const patienceMs = 3000;
/** The first and the longest pause before a download that broke off is tried again: while somebody waits, and else. */
const pausesMs = { waitedFor: [2000, 8000], ahead: [10_000, 120_000] } as const;

/** Brings tracks to this phone, one at a time, the most urgent first. */
export function createDownloads(cache: TrackCache, handlers: DownloadHandlers): Downloads {
  const onThisPhone = signal<ReadonlySet<string>>(new Set());
  const underWay = signal<{ trackId: string; percent: number } | null>(null);
  /** What is in memory: downloads that are not through, and whole tracks as long as the store does not hold them. */
  const inHand = new Map<string, Partial>();
  /** Tracks of which the store holds a part that is not in memory. */
  const begun = new Set<string>();
  const gone = new Set<string>();
  /** Tracks that came from the server from their first byte on, and from no earlier visit. */
  const fresh = new Set<string>();
  let needs: readonly Track[] = [];
  let order: readonly string[] = [];
  let waitedFor = false;
  let opening = false;
  let running: { trackId: string; abort: AbortController } | null = null;
  let failures = 0;
  let restUntilMs = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  /** No part of the first load. */
  let writer: Promise<TrackWriter> | null = null;
  const onStore: TrackWriterHandlers = {
    kept: (trackId, partial) => inHand.get(trackId) === partial && inHand.delete(trackId),
    evicted(trackId) {
      begun.delete(trackId);
      const partial = inHand.get(trackId);
      if (partial) partial.stored = 0;
      else drop(trackId);
    },
    refused: (trackId, full) => (full ? handlers.noRoom(trackId) : handlers.notKept(trackId)),
  };

  async function keep(track: Track, partial: Partial) {
    writer ??= import('./trackWriter').then(({ createTrackWriter }) => createTrackWriter(cache, () => order, onStore));
    try {
      (await writer).keep(track, partial);
    } catch {
      // The server is gone, or another: it plays from memory.
      writer = null;
      partial.settled = true;
    }
  }

  const missing = () => needs.find(({ trackId }) => !onThisPhone.value.has(trackId) && !gone.has(trackId));

  function next() {
    const track = missing();
    if (running && running.trackId !== track?.trackId) running.abort.abort();
    if (running || !track || opening) return;
    clearTimeout(retry);
    const restMs = restUntilMs - performance.now();
    if (restMs > 0) {
      retry = setTimeout(next, restMs);
      return;
    }
    running = { trackId: track.trackId, abort: new AbortController() };
    void fetchOne(track, running.abort.signal);
  }

  async function fetchOne(track: Track, signal: AbortSignal) {
    const { trackId } = track;
    const partial = inHand.get(trackId) ?? (begun.delete(trackId) ? await fromStore(trackId) : nothingYet());
    inHand.set(trackId, partial);
    if (partial.bytes === 0) fresh.add(trackId);
    partial.hasRoom = false;
    underWay.value = { trackId, percent: Math.floor((partial.bytes / Math.max(1, track.size)) * 100) };
    const came = await download(track, partial, signal, (percent) => {
      underWay.value = { trackId, percent };
      if (partial.stored < partial.pieces.length) void keep(track, partial);
    });
    running = null;
    underWay.value = null;
    if (came.kind === 'broken') return fail(trackId, came.restMs);
    if (came.kind === 'whole') {
      failures = 0;
      onThisPhone.value = new Set([...onThisPhone.value, trackId]);
      handlers.arrived(trackId);
      void keep(track, partial);
    } else if (came.kind === 'gone') {
      gone.add(trackId);
      handlers.missing(trackId);
    } else if (came.kind === 'unauthorized') {
      return handlers.unauthorized();
    }
    next();
  }

  async function fromStore(trackId: string): Promise<Partial> {
    const found = await cache.begun(trackId).catch(() => null);
    return found ? resumed(found.etag, found.pieces) : nothingYet();
  }

  function fail(trackId: string, restMs: number) {
    if (failures++ === 0) handlers.broken(trackId);
    restUntilMs = performance.now() + restMs;
    if (missing()?.trackId !== trackId) return next();
    const [firstMs, longestMs] = pausesMs[waitedFor ? 'waitedFor' : 'ahead'];
    clearTimeout(retry);
    retry = setTimeout(next, Math.min(firstMs * 2 ** (failures - 1), longestMs) * (0.75 + Math.random() / 2));
  }

  async function discard(trackId: string) {
    const partial = inHand.get(trackId);
    if (partial) partial.settled = true;
    await cache.delete(trackId).catch(() => {});
    // Unless that was asked for twice.
    if (onThisPhone.value.has(trackId)) drop(trackId);
    next();
  }

  function drop(trackId: string) {
    inHand.delete(trackId);
    onThisPhone.value = new Set([...onThisPhone.value].filter((id) => id !== trackId));
  }

  /** Lets go of what is only in memory and not needed any more. */
  function tidy() {
    for (const [trackId, partial] of inHand) {
      if (running?.trackId === trackId || needs.some((track) => track.trackId === trackId)) continue;
      if (partial.whole && (!partial.settled || order.slice(0, 2).includes(trackId))) continue;
      partial.settled = true;
      if (partial.stored > 0) begun.add(trackId);
      drop(trackId);
    }
  }

  return {
    onThisPhone,
    underWay,
    want(tracks, newOrder, isWaitedFor) {
      const changed = waitedFor !== isWaitedFor || tracks.map((t) => t.trackId).join() !== needs.map((t) => t.trackId).join();
      [needs, order, waitedFor] = [tracks, newOrder, isWaitedFor];
      tidy();
      if (changed || failures === 0) next();
    },
    again() {
      failures = 0;
      gone.clear();
      next();
    },
    async get(trackId) {
      const stored = inHand.get(trackId)?.whole ? null : await cache.get(trackId).catch(() => null);
      const track = inHand.get(trackId)?.whole ?? stored;
      // It is wanted in another form now, or the browser may have thrown it away behind our back.
      const isOther = needs.some((need) => need.trackId === trackId && need.as && need.mime !== track?.type);
      if (track && !isOther) return track;
      if (onThisPhone.value.has(trackId)) await discard(trackId);
      return null;
    },
    async renew(trackId) {
      if (fresh.has(trackId)) return false;
      await discard(trackId);
      return true;
    },
    async open() {
      opening = true;
      const patience = new Promise<Entry[]>((resolve) => setTimeout(resolve, patienceMs, []));
      const entries = await Promise.race([cache.list().catch(() => []), patience]);
      for (const { trackId, whole } of entries) if (!whole) begun.add(trackId);
      onThisPhone.value = new Set(entries.filter(({ whole }) => whole).map(({ trackId }) => trackId));
      opening = false;
      next();
    },
    stop() {
      needs = [];
      clearTimeout(retry);
      running?.abort.abort();
    },
  };
}
