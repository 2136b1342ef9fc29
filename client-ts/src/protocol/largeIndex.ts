import type { Track } from './messages';

/**
 * Fetches and parses an index in a worker: to take over the bytes of 100,000 tracks, and to parse them, would hold the page up for a
 * second. Rejects where it does not come, or cannot be parsed.
 */
export function fetchInWorker(take: (tracks: Track[]) => Promise<void>): Promise<void> {
  const worker = new Worker(new URL('./largeIndex.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Track[] | null>) => {
      if (!data) reject(new Error('no index came'));
      else if (data.length === 0) resolve();
      // Each piece in a task of its own.
      else take(data).then(() => worker.postMessage('next'), reject);
    };
    worker.onerror = reject;
  }).finally(() => worker.terminate());
}
