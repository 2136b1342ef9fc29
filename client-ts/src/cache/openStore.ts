import { createCacheStorageStore } from './cacheStorageStore';
import { durations } from './durations';
import { createIndexedDbStore } from './indexedDbStore';
import type { Store } from './store';

/**
 * For tracks the browser's own store for files where there is one; on plain HTTP addresses there is none, and IndexedDB takes its place.
 */
export const openStore = (): Store => ({
  ...('caches' in globalThis ? createCacheStorageStore(caches) : createIndexedDbStore()),
  ...durations,
});
