import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** What this phone keeps in IndexedDB. */
export interface Schema extends DBSchema {
  /** Whole tracks, where there is no Cache Storage; `size` in bytes. */
  audio: { key: string; value: { mime: string; size: number } };
  /** Tracks that have not come whole: how many pieces of which version are here. */
  begun: { key: string; value: { etag: string; count: number } };
  /** Their bytes, by trackId and place. Bytes and not Blobs: WebKit loses Blobs. */
  pieces: { key: [trackId: string, index: number]; value: ArrayBuffer };
  /** In seconds, for files whose tags do not say. */
  durations: { key: string; value: number };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

/** The one database of this page. Rejects where the browser has none, as in some private windows. */
export function database(): Promise<IDBPDatabase<Schema>> {
  if (!opening) {
    opening = open();
    opening.catch(forget);
  }
  return opening;
}

const forget = () => {
  opening = null;
};

const open = () =>
  new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
    const opened = openDB<Schema>('colisten', 2, {
      upgrade(db) {
        // Version 1 kept a track in one value, and its size in `sizes`. Its tracks are fetched again.
        for (const name of [...db.objectStoreNames]) if (name !== 'durations') db.deleteObjectStore(name);
        for (const name of ['audio', 'begun', 'pieces', 'durations'] as const)
          if (!db.objectStoreNames.contains(name)) db.createObjectStore(name);
      },
      blocked: () => reject(new Error('a tab with an earlier version of this page keeps its database open')),
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    opened.then(resolve, reject);
  });
