import { pieceBytes } from './store';

/** What has come of a track, in memory: a download under way, one that broke off, or a whole track that is not stored yet. */
export interface Partial {
  /** Names the version of the file that the bytes are of; empty when the server did not say. */
  etag: string;
  bytes: number;
  /** Blobs, which browsers keep outside of the page's memory. Another version begins with a list of its own. */
  pieces: Blob[];
  /** What has come of the next piece. */
  tail: Uint8Array<ArrayBuffer>[];
  tailBytes: number;
  whole: Blob | null;
  /** How many of the pieces the store holds. */
  stored: number;
  /** Whether the store has made room for this download. */
  hasRoom: boolean;
  /** The store is done with it: it holds it whole, could not take it, or nobody needs it any more. */
  settled: boolean;
}

export const nothingYet = (): Partial => ({
  etag: '',
  bytes: 0,
  pieces: [],
  tail: [],
  tailBytes: 0,
  whole: null,
  stored: 0,
  hasRoom: false,
  settled: false,
});

/** What an earlier visit has left in the store. */
export function resumed(etag: string, pieces: Blob[]): Partial {
  return { ...nothingYet(), etag, pieces, bytes: pieces.reduce((sum, { size }) => sum + size, 0), stored: pieces.length };
}

/** Forgets what has come: the file is another one now. */
export function restart(partial: Partial, etag: string): void {
  Object.assign(partial, { etag, bytes: 0, pieces: [], tail: [], tailBytes: 0, stored: 0 });
}

export function add(partial: Partial, chunk: Uint8Array<ArrayBuffer>): void {
  partial.bytes += chunk.byteLength;
  for (let rest = chunk; rest.byteLength > 0; ) {
    const part = rest.subarray(0, pieceBytes - partial.tailBytes);
    partial.tail.push(part);
    partial.tailBytes += part.byteLength;
    if (partial.tailBytes === pieceBytes) cut(partial);
    rest = rest.subarray(part.byteLength);
  }
}

/** Everything has come. */
export function seal(partial: Partial, mime: string): void {
  if (partial.tailBytes > 0) cut(partial);
  partial.whole = new Blob(partial.pieces, { type: mime });
}

function cut(partial: Partial) {
  partial.pieces.push(new Blob(partial.tail));
  partial.tail = [];
  partial.tailBytes = 0;
}
