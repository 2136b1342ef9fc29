import { createCacheStorageStore } from './cacheStorageStore';
import { createIndexedDbStore } from './indexedDbStore';

/** Whole audio files on this phone, by trackId. A trackId names one version of one file, so an entry never goes stale. */
export interface TrackCache {
  get(trackId: string): Promise<Blob | null>;
  /** Throws a `QuotaExceededError` when the phone has no room for it. */
  put(trackId: string, track: Blob): Promise<void>;
  delete(trackId: string): Promise<void>;
  /** Everything that is there; sizes in bytes. */
  list(): Promise<Entry[]>;
  /** How many bytes of audio may be kept here in all. */
  budgetBytes(): Promise<number>;
}

export interface Entry {
  trackId: string;
  size: number;
}

/** The browser's own store for files where there is one; on plain HTTP addresses there is none, and IndexedDB takes its place. */
export const openTrackCache = (): TrackCache => ('caches' in globalThis ? createCacheStorageStore(caches) : createIndexedDbStore());

/** A budget set by hand on this phone, in bytes, before any that the browser tells. */
export function budgetOverride(): number | null {
  const bytes = localStorage.getItem('colisten.budgetBytes');
  return bytes !== null && Number.isFinite(Number(bytes)) ? Number(bytes) : null;
}
