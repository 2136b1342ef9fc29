import type { Track } from '../protocol/messages';
import { add, type Partial, restart, seal } from './partial';

export type Downloaded =
  | { kind: 'whole' }
  /** The server does not have it, or not in this form. */
  | { kind: 'gone' }
  | { kind: 'unauthorized' }
  /** `restMs`: for how long the server does not want to be asked again. */
  | { kind: 'broken'; restMs: number }
  | { kind: 'aborted' };

/** A transfer in which nothing comes for this long is dead, whatever the network says. */
const idleMs = 10_000;
/** However long a server wants to be left alone: a room waits. */
const maxRestMs = 300_000;

const broken = (restMs = 0): Downloaded => ({ kind: 'broken', restMs });

/**
 * Fetches a track, or the rest of it, into `partial`. What has come stays there, whatever the server answers, unless the file is another
 * one now. `progress` hears whole per cents. Never throws.
 */
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
    const response = await fetch(`/file/${track.trackId}${track.query ?? ''}`, { headers: range, signal: idle.signal, cache: 'no-store' });
    const { status, headers, body } = response;
    if (!body || !(status === 200 || (status === 206 && resume)) || isPage(response)) {
      void body?.cancel();
      if ([404, 422, 501].includes(status)) return { kind: 'gone' };
      if (status === 401) return { kind: 'unauthorized' };
      if (status !== 416) return broken(restMs(headers));
      if (headers.get('Content-Range') !== `bytes */${partial.bytes}`) {
        restart(partial, '');
        return broken();
      }
      // There is no rest.
      seal(partial, track.mime);
      return { kind: 'whole' };
    }
    if (status === 200) restart(partial, headers.get('ETag') ?? '');
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
    if (partial.bytes !== total) return broken();
    seal(partial, track.mime);
    return { kind: 'whole' };
  } catch {
    return signal.aborted ? { kind: 'aborted' } : broken();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** A network that wants its visitors to sign in first answers everything with its own page. */
const isPage = ({ headers }: Response) => headers.get('Content-Type')?.toLowerCase().startsWith('text/html') ?? false;

/** `Retry-After` in seconds; a date is of no use, as clocks of phones may be wrong. */
const restMs = (headers: Headers) => Math.min(maxRestMs, Math.max(0, Number(headers.get('Retry-After')) * 1000 || 0));
