import type { Track } from '../protocol/wire';
import { add, type Partial, restart, seal } from './partial';

export type Downloaded = { kind: 'whole' } | { kind: 'gone' } | { kind: 'unauthorized' } | { kind: 'broken' } | { kind: 'aborted' };

/** A transfer in which nothing comes for this long is dead, whatever the network says. */
const idleMs = 10_000;

/** Fetches a track, or the rest of it, into `partial`. `progress` hears whole per cents. Never throws. */
export async function download(
  track: Track,
  partial: Partial,
  signal: AbortSignal,
  progress: (percent: number) => void,
): Promise<Downloaded> {
  if (signal.aborted) return { kind: 'aborted' };
  const idle = new AbortController();
  const abort = () => idle.abort();
  signal.addEventListener('abort', abort);
  let timer = setTimeout(abort, idleMs);
  try {
    const resume = partial.bytes > 0 && partial.etag !== '';
    const range: HeadersInit = resume ? { Range: `bytes=${partial.bytes}-`, 'If-Range': partial.etag } : {};
    const response = await fetch(`/file/${track.trackId}`, { headers: range, signal: idle.signal, cache: 'no-store' });
    const { status, headers, body } = response;
    if (status === 404) return { kind: 'gone' };
    if (status === 401) return { kind: 'unauthorized' };
    if (!(status === 206 && resume)) restart(partial, headers.get('ETag') ?? '');
    if (!response.ok || !body) return { kind: 'broken' };
    const length = headers.get('Content-Length');
    const total = length === null ? track.size : partial.bytes + Number(length);

    const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (let last = -1; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(abort, idleMs);
      add(partial, value);
      const percent = Math.min(99, Math.floor((partial.bytes / total) * 100));
      if (percent !== last) progress(percent);
      last = percent;
    }
    if (partial.bytes !== total) return { kind: 'broken' };
    seal(partial, track.mime);
    return { kind: 'whole' };
  } catch {
    return { kind: signal.aborted ? 'aborted' : 'broken' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
