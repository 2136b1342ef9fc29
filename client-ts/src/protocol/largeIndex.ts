import type { Track } from './messages';

/** Parses an index in a worker: 100,000 tracks would hold the page up for a second. Rejects where it cannot be parsed. */
export function readInWorker(bytes: ArrayBuffer, take: (tracks: Track[]) => Promise<void>): Promise<void> {
  const worker = new Worker(new URL('./largeIndex.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<void>((resolve, reject) => {
    let taken = Promise.resolve();
    worker.onmessage = ({ data }: MessageEvent<Track[]>) => {
      if (data.length === 0) resolve(taken);
      else taken = taken.then(() => take(data));
    };
    worker.onerror = reject;
    worker.postMessage(bytes, [bytes]);
  }).finally(() => worker.terminate());
}
