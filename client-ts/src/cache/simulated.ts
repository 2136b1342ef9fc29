import type { Track } from '../protocol/messages';
import { pieceBytes } from './store';
import type { TrackCache } from './trackCache';

export const small = new TextEncoder().encode('abcdef');
export const big = Uint8Array.from({ length: 2.5 * pieceBytes }, (_, i) => (i * 7) >> 8);
const bytesOf = (trackId: string) => (trackId === 'big' ? big : small);
export const track = (trackId: string): Track => ({
  trackId,
  fileName: `${trackId}.mp3`,
  size: bytesOf(trackId).length,
  mime: 'audio/mpeg',
});

/** A request for a file, answered by the test piece by piece. */
export class FileRequest {
  readonly headers: Record<string, string>;
  readonly trackId: string;
  aborted = false;
  #body!: ReadableStreamDefaultController<Uint8Array>;
  #answer!: (response: Response) => void;
  readonly response = new Promise<Response>((resolve) => {
    this.#answer = resolve;
  });

  constructor(path: string, init: RequestInit) {
    this.trackId = path.slice('/file/'.length);
    this.headers = init.headers as Record<string, string>;
    init.signal?.addEventListener('abort', () => {
      this.aborted = true;
      this.break();
    });
  }

  get #bytes() {
    return bytesOf(this.trackId);
  }

  begin(status = 200, from = 0, more: Record<string, string> = {}) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#body = controller;
      },
    });
    const headers = { ETag: '"v1"', 'Content-Length': String(this.#bytes.length - from), ...more };
    this.#answer(new Response(status < 300 ? body : null, { status, headers }));
  }

  send(from: number, to: number) {
    this.#body.enqueue(this.#bytes.slice(from, to));
  }

  end() {
    this.#body.close();
  }

  break() {
    this.#body?.error(new TypeError('network'));
  }

  whole() {
    this.begin();
    this.send(0, this.#bytes.length);
    this.end();
  }
}

/** A store in memory. */
export interface MemoryCache extends TrackCache {
  kept: Map<string, Blob>;
  started: Map<string, Blob[]>;
  /** The name of the error with which it refuses. */
  refuses: string | null;
  /** Writing waits for it. */
  ready: Promise<void>;
}

export function memoryCache(budget = 1000): MemoryCache {
  const kept = new Map<string, Blob>();
  const started = new Map<string, Blob[]>();
  const size = (pieces: Blob[]) => pieces.reduce((sum, piece) => sum + piece.size, 0);
  return {
    kept,
    started,
    refuses: null,
    ready: Promise.resolve(),
    get: async (id) => kept.get(id) ?? null,
    begun: async (id) => (started.has(id) ? { etag: '"v1"', pieces: started.get(id) ?? [] } : null),
    async append(id, _etag, index, piece) {
      await this.ready;
      if (this.refuses) throw new DOMException('no', this.refuses);
      started.set(id, [...(started.get(id) ?? []).slice(0, index), piece]);
    },
    async finish(id, { mime }) {
      kept.set(id, new Blob(started.get(id), { type: mime }));
      started.delete(id);
    },
    delete: async (id) => void (kept.delete(id) || started.delete(id)),
    list: async () => [
      ...[...kept].map(([trackId, blob]) => ({ trackId, size: blob.size, whole: true })),
      ...[...started].map(([trackId, pieces]) => ({ trackId, size: size(pieces), whole: false })),
    ],
    budgetBytes: async () => budget,
  };
}
