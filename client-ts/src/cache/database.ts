import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** What this phone keeps in IndexedDB. */
export interface Schema extends DBSchema {
  /** Audio where there is no Cache Storage. Bytes and not Blobs: WebKit loses Blobs. */
  audio: { key: string; value: { bytes: ArrayBuffer; mime: string } };
  /** The ledger of `audio`, in bytes, so that nobody has to read a file to know its size. */
  sizes: { key: string; value: number };
  /** In seconds, for files whose tags do not say. */
  durations: { key: string; value: number };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

/** The one database of this page. Rejects where the browser has none, as in some private windows. */
export function database(): Promise<IDBPDatabase<Schema>> {
  if (!opening) {
    opening = openDB<Schema>('colisten', 1, {
      upgrade(db) {
        for (const name of ['audio', 'sizes', 'durations'] as const) db.createObjectStore(name);
      },
      terminated() {
        opening = null;
      },
    });
    opening.catch(() => {
      opening = null;
    });
  }
  return opening;
}
