/** How many bytes of a track are written at a time. Every piece has this size but the last one of a track. */
export const pieceBytes = 1024 * 1024;

/** What this phone keeps. */
export type Store = Tracks & Durations;

/** How long tracks are, in seconds, as they were found to be: for files whose tags do not say. */
export interface Durations {
  durations(): Promise<ReadonlyMap<string, number>>;
  learnDuration(trackId: string, durationSec: number): Promise<void>;
}

/** Audio on this phone, by trackId, in pieces. A trackId names one version of one file, so a whole track never goes stale. */
export interface Tracks {
  /** A whole track. */
  get(trackId: string): Promise<Blob | null>;
  /** What is here of a track that has not come whole. */
  begun(trackId: string): Promise<Begun | null>;
  /**
   * Adds a piece to those that are there. The first piece of another version replaces all that is there of the track.
   * Throws a `QuotaExceededError` when the phone has no room for it.
   */
  append(trackId: string, etag: string, index: number, piece: Blob): Promise<void>;
  /** Makes the pieces a whole track. Throws when they are not all there. */
  finish(trackId: string, whole: Whole): Promise<void>;
  delete(trackId: string): Promise<void>;
  /** Everything that is there. */
  list(): Promise<Entry[]>;
}

/** The first pieces of that version of a track. */
export interface Begun {
  etag: string;
  pieces: Blob[];
}

export interface Whole {
  etag: string;
  mime: string;
  /** In bytes. */
  size: number;
}

export interface Entry {
  trackId: string;
  /** In bytes; of a track that is not whole, at least what is here of it. */
  size: number;
  whole: boolean;
}

export const pieceCount = (size: number) => Math.ceil(size / pieceBytes);
