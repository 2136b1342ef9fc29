/** What the page wants of the worker. */
export interface Order {
  url: string;
  names: readonly string[];
}

/**
 * What the worker tells; times are its own `performance.now()`. `tick` says nothing but what time it is. `ids`, separated by commas, are a
 * part of the queue that the next message lacks.
 */
export type Heard = { postedAtMs: number } & (
  | { kind: 'ids'; ids: string }
  | { kind: 'message'; data: string; receivedAtMs: number }
  | { kind: 'lost'; refused: boolean }
  | { kind: 'tick' }
);

/** Of a message's text: a page that reads more at once stands still. */
const mostChars = 30_000;
const queueBegins = '"queue":[';

const ticks = 12;
const tickEveryMs = 25;

const tell = (heard: Heard) => postMessage(heard);

/** Tells the queue of a long message in parts. Returns the message without it. */
function tellQueue(data: string, postedAtMs: number): string {
  const begins = data.length > mostChars ? data.indexOf(queueBegins) + queueBegins.length : 0;
  if (begins < queueBegins.length) return data;
  const ends = data.indexOf(']', begins);
  for (let from = begins; from < ends; ) {
    const comma = data.indexOf(',', from + mostChars);
    const to = comma < 0 || comma > ends ? ends : comma;
    tell({ kind: 'ids', ids: data.slice(from, to), postedAtMs });
    from = to + 1;
  }
  return data.slice(0, begins) + data.slice(ends);
}

addEventListener('message', ({ data: { url, names } }: MessageEvent<Order>) => {
  const events = new EventSource(url);
  for (const name of names) {
    events.addEventListener(name, ({ data }: MessageEvent<string>) => {
      const receivedAtMs = performance.now();
      tell({ kind: 'message', data: tellQueue(data, receivedAtMs), receivedAtMs, postedAtMs: receivedAtMs });
    });
  }
  events.onerror = () => {
    const refused = events.readyState === EventSource.CLOSED;
    events.close();
    tell({ kind: 'lost', refused, postedAtMs: performance.now() });
  };
  for (let tick = 0; tick < ticks; tick++) setTimeout(() => tell({ kind: 'tick', postedAtMs: performance.now() }), tick * tickEveryMs);
});
