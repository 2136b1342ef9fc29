import type { Heard, Order } from './eventSource.worker';

/** One connection to an event stream. It never reconnects by itself. */
export interface Source {
  /** The server answered, and speaks. */
  readonly isOpen: boolean;
  close(): void;
}

export interface SourceHandlers {
  /**
   * A named event. `receivedAtMs` is when it came, by this page's `performance.now()`, however busy the page was.
   * @param queue what its queue is, where that is long; the data says that it is empty
   */
  message(source: Source, data: string, receivedAtMs: number, queue?: string[]): void;
  /** The connection is gone. `refused`: the server answered, but not with a stream. */
  lost(source: Source, refused: boolean): void;
}

/**
 * Opens an event stream, where it can in a worker: what counts is the moment at which a message comes, and a page that paints would see it
 * late. The worker has a timer of its own; the least delayed of what it posts tells how far that is from the page's.
 */
export function openSource(url: string, names: readonly string[], handlers: SourceHandlers): Source {
  if (typeof Worker === 'undefined') return openHere(url, names, handlers);
  let worker: Worker;
  try {
    worker = new Worker(new URL('./eventSource.worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return openHere(url, names, handlers);
  }
  let isOpen = false;
  let instead: Source | null = null;
  let aheadMs = Number.POSITIVE_INFINITY;
  let queue: string[] | undefined;
  const source: Source = {
    get isOpen() {
      return instead?.isOpen ?? isOpen;
    },
    close() {
      isOpen = false;
      worker.terminate();
      instead?.close();
    },
  };
  worker.onmessage = ({ data: heard }: MessageEvent<Heard>) => {
    aheadMs = Math.min(aheadMs, performance.now() - heard.postedAtMs);
    if (heard.kind === 'ids') {
      queue ??= [];
      queue.push(...JSON.parse(`[${heard.ids}]`));
    } else if (heard.kind === 'message') {
      isOpen = true;
      handlers.message(source, heard.data, heard.receivedAtMs + aheadMs, queue);
      queue = undefined;
    } else if (heard.kind === 'lost') {
      isOpen = false;
      handlers.lost(source, heard.refused);
    }
  };
  worker.onerror = () => {
    worker.terminate();
    instead = openHere(url, names, {
      message: (_, data, receivedAtMs) => handlers.message(source, data, receivedAtMs),
      lost: (_, refused) => handlers.lost(source, refused),
    });
  };
  worker.postMessage({ url, names } satisfies Order);
  return source;
}

function openHere(url: string, names: readonly string[], handlers: SourceHandlers): Source {
  const events = new EventSource(url);
  const source: Source = {
    get isOpen() {
      return events.readyState === EventSource.OPEN;
    },
    close: () => events.close(),
  };
  for (const name of names)
    events.addEventListener(name, ({ data }: MessageEvent<string>) => handlers.message(source, data, performance.now()));
  events.onerror = () => {
    const refused = events.readyState === EventSource.CLOSED;
    events.close();
    handlers.lost(source, refused);
  };
  return source;
}
