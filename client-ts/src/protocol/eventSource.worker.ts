/** What the page wants of the worker. */
export interface Order {
  url: string;
  names: readonly string[];
}

/** What the worker tells; times are its own `performance.now()`. `tick` says nothing but what time it is. */
export type Heard = { postedAtMs: number } & (
  | { kind: 'message'; data: string; receivedAtMs: number }
  | { kind: 'lost'; refused: boolean }
  | { kind: 'tick' }
);

const ticks = 12;
const tickEveryMs = 25;

const tell = (heard: Heard) => postMessage(heard);

addEventListener('message', ({ data: { url, names } }: MessageEvent<Order>) => {
  const events = new EventSource(url);
  for (const name of names) {
    events.addEventListener(name, ({ data }: MessageEvent<string>) => {
      const receivedAtMs = performance.now();
      tell({ kind: 'message', data, receivedAtMs, postedAtMs: receivedAtMs });
    });
  }
  events.onerror = () => {
    const refused = events.readyState === EventSource.CLOSED;
    events.close();
    tell({ kind: 'lost', refused, postedAtMs: performance.now() });
  };
  for (let tick = 0; tick < ticks; tick++) setTimeout(() => tell({ kind: 'tick', postedAtMs: performance.now() }), tick * tickEveryMs);
});
