import type { Track } from '../protocol/wire';

/** A download under way, or one that broke off: what has come so far stays in memory, to be resumed. */
export interface Partial {
  chunks: Uint8Array<ArrayBuffer>[];
  bytes: number;
  /** Names the version of the file that the chunks are of. */
  etag: string | null;
}

export type Downloaded =
  | { kind: 'whole'; track: Blob }
  | { kind: 'gone' }
  | { kind: 'unauthorized' }
  | { kind: 'broken' }
  | { kind: 'aborted' };

/** A transfer in which nothing comes for this long is dead, whatever the network says. */
const idleMs = 10_000;

export const nothingYet = (): Partial => ({ chunks: [], bytes: 0, etag: null });

/** Fetches a track, or the rest of it, into `partial`. `progress` hears whole per cents. Never throws. */
export async function download(
  track: Track,
  partial: Partial,
  signal: AbortSignal,
  progress: (percent: number) => void,
): Promise<Downloaded> {
  const idle = new AbortController();
  const abort = () => idle.abort();
  signal.addEventListener('abort', abort);
  let timer = setTimeout(abort, idleMs);
  try {
    const resume = partial.bytes > 0 && partial.etag !== null;
    const headers: HeadersInit = resume ? { Range: `bytes=${partial.bytes}-`, 'If-Range': partial.etag as string } : {};
    const response = await fetch(`/file/${track.trackId}`, { headers, signal: idle.signal, cache: 'no-store' });
    if (response.status === 404) return { kind: 'gone' };
    if (response.status === 401) return { kind: 'unauthorized' };
    if (!(response.status === 206 && resume)) Object.assign(partial, nothingYet());
    if (!response.ok || !response.body) return { kind: 'broken' };
    partial.etag = response.headers.get('ETag');
    const length = response.headers.get('Content-Length');
    const total = length === null ? track.size : partial.bytes + Number(length);

    const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (let last = -1; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(abort, idleMs);
      partial.chunks.push(value);
      partial.bytes += value.byteLength;
      const percent = Math.min(99, Math.floor((partial.bytes / total) * 100));
      if (percent !== last) progress(percent);
      last = percent;
    }
    return partial.bytes === total ? { kind: 'whole', track: new Blob(partial.chunks, { type: track.mime }) } : { kind: 'broken' };
  } catch {
    return { kind: signal.aborted ? 'aborted' : 'broken' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
