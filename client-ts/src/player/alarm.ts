import type { Order } from './alarm.worker';

const waiting = new Map<number, () => void>();
const worker = open();
let orders = 0;

/**
 * Runs something once after `ms`, in a hidden page too: browsers let a hidden page's own timers come once a second, but not its workers'.
 * Where there are no workers, it comes when the page's own timer does.
 * @returns cancels it
 */
export function after(ms: number, run: () => void): () => void {
  const id = ++orders;
  const cancel = () => {
    clearTimeout(timer);
    waiting.delete(id);
  };
  const ring = () => {
    cancel();
    run();
  };
  const timer = setTimeout(ring, ms);
  waiting.set(id, ring);
  worker?.postMessage({ id, ms } satisfies Order);
  return cancel;
}

/** Opened with the page, as a hidden one may be slow to load it. */
function open(): Worker | null {
  if (typeof Worker === 'undefined') return null;
  try {
    const opened = new Worker(new URL('./alarm.worker.ts', import.meta.url), { type: 'module' });
    opened.onmessage = ({ data: id }: MessageEvent<number>) => waiting.get(id)?.();
    return opened;
  } catch {
    return null;
  }
}
