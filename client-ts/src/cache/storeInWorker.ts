import type { Store } from './store';
import type { Call, Result } from './store.worker';

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

let opened: Store | null = null;

/** The one store of this page. */
export function store(): Store {
  opened ??= storeInWorker();
  return opened;
}

/**
 * The store, in a worker: writing 100 MB must not keep the page from hearing a release. Where none runs every call rejects, and the phone
 * keeps nothing; a worker that fails may only not have been loaded, so the next call tries another.
 */
export function storeInWorker(): Store {
  const pending = new Map<number, Pending>();
  let calls = 0;
  let worker: Worker | null = null;

  function open(): Worker {
    const opened = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module' });
    opened.onmessage = ({ data: result }: MessageEvent<Result>) => {
      const call = pending.get(result.id);
      pending.delete(result.id);
      if ('error' in result) call?.reject(new DOMException(result.error.message, result.error.name));
      else call?.resolve(result.value);
    };
    opened.onerror = () => {
      opened.terminate();
      worker = null;
      for (const { reject } of pending.values()) reject(new Error('the worker of the store does not run'));
      pending.clear();
    };
    return opened;
  }

  const through =
    (name: keyof Store) =>
    (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        worker ??= open();
        const id = calls++;
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage({ id, name, args } satisfies Call);
      });
  return {
    get: through('get'),
    begun: through('begun'),
    append: through('append'),
    finish: through('finish'),
    delete: through('delete'),
    list: through('list'),
    durations: through('durations'),
    learnDuration: through('learnDuration'),
  };
}
