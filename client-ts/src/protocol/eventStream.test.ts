import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventStream } from './eventStream';

/** An EventSource that the test plays the server of. */
class FakeSource extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = FakeSource.OPEN;
  closed = false;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  say(event: string, eventCount = 1) {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify({ event, payload: {}, eventCount }) }));
  }

  fail(refused = false) {
    this.readyState = refused ? FakeSource.CLOSED : 0;
    this.onerror?.();
  }

  close() {
    this.closed = true;
    this.readyState = FakeSource.CLOSED;
  }
}

describe('the event stream', () => {
  let heard: string[];
  let sounding: string;
  let close: () => void;
  let renew: () => void;
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const frame = new EventTarget();
  const source = (i: number) => FakeSource.all[i] as FakeSource;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSource.all = [];
    vi.stubGlobal('EventSource', FakeSource);
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', frame);
    heard = [];
    sounding = '';
    ({ close, renew } = openEventStream({
      url: () => `/events${sounding}`,
      message: (message) => heard.push(message.event),
      connected: (connected) => heard.push(connected ? 'connected' : 'lost'),
      refused: () => heard.push('refused'),
    }));
  });
  afterEach(() => {
    close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is connected with its first message', () => {
    expect(heard).toEqual([]);
    source(0).say('snapshot');
    expect(heard).toEqual(['connected', 'snapshot']);
  });

  it('is made anew when it breaks, and says then what the phone sounds', () => {
    source(0).say('snapshot');
    sounding = '?sounding=7';
    source(0).fail();
    expect(heard.at(-1)).toBe('lost');
    vi.advanceTimersByTime(400);
    expect(FakeSource.all.map((s) => s.url)).toEqual(['/events', '/events?sounding=7']);
    expect(source(0).closed).toBe(true);
  });

  it('tries again ever after, never in a rush', () => {
    for (let i = 0; i < 5; i++) {
      source(i).fail();
      vi.advanceTimersByTime(190);
      expect(FakeSource.all).toHaveLength(i + 1);
      vi.advanceTimersByTime(4000);
      expect(FakeSource.all).toHaveLength(i + 2);
    }
  });

  it('tells of a server that answers without a stream', () => {
    source(0).fail(true);
    expect(heard).toEqual(['lost', 'refused']);
  });

  it('is replaced when it has been silent for too long, and kept until the new one speaks', () => {
    source(0).say('snapshot');
    vi.advanceTimersByTime(20_000);
    source(0).say('heartbeat');
    vi.advanceTimersByTime(24_000);
    expect(FakeSource.all).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(FakeSource.all).toHaveLength(2);
    source(0).say('paused');
    expect(source(0).closed).toBe(false);
    source(1).say('snapshot');
    expect(source(0).closed).toBe(true);
    source(0).say('seeked');
    expect(heard).toEqual(['connected', 'snapshot', 'heartbeat', 'paused', 'connected', 'snapshot']);
  });

  it('is given up with a new one that does not come', () => {
    source(0).say('snapshot');
    vi.advanceTimersByTime(25_000);
    vi.advanceTimersByTime(10_000);
    expect(heard.at(-1)).toBe('lost');
    expect(source(0).closed && source(1).closed).toBe(true);
    vi.advanceTimersByTime(400);
    expect(FakeSource.all).toHaveLength(3);
  });

  it('is replaced after a sleep, but not after a glance away', () => {
    source(0).say('snapshot');
    page.dispatchEvent(new Event('visibilitychange'));
    expect(FakeSource.all).toHaveLength(1);
    vi.setSystemTime(Date.now() + 60_000);
    page.dispatchEvent(new Event('visibilitychange'));
    expect(FakeSource.all).toHaveLength(2);
  });

  it.each([
    ['visibilitychange', page],
    ['pageshow', frame],
  ] as const)('is not waited for after a sleep (%s) where it hangs, but left alone where it has just been asked for', (event, target) => {
    vi.setSystemTime(Date.now() + 1900);
    target.dispatchEvent(new Event(event));
    expect(FakeSource.all).toHaveLength(1);
    vi.setSystemTime(Date.now() + 200);
    target.dispatchEvent(new Event(event));
    expect(FakeSource.all).toHaveLength(2);
    expect(source(0).closed).toBe(true);
    source(1).say('snapshot');
    expect(heard).toEqual(['connected', 'snapshot']);
  });

  it('is made at once when the network or the page comes back', () => {
    source(0).fail();
    frame.dispatchEvent(new Event('online'));
    expect(FakeSource.all).toHaveLength(2);
    source(1).fail();
    frame.dispatchEvent(new Event('pageshow'));
    expect(FakeSource.all).toHaveLength(3);
    vi.advanceTimersByTime(4000);
    expect(FakeSource.all).toHaveLength(3);
  });

  it('is told to be lost as soon as the phone has no network, and is back with the next one', () => {
    source(0).say('snapshot');
    frame.dispatchEvent(new Event('offline'));
    expect(heard).toEqual(['connected', 'snapshot', 'lost']);
    frame.dispatchEvent(new Event('online'));
    source(1).say('snapshot');
    expect(heard.slice(3)).toEqual(['connected', 'snapshot']);
  });

  it('is there again with its next message, where the server needs no network', () => {
    source(0).say('snapshot');
    frame.dispatchEvent(new Event('offline'));
    source(0).say('heartbeat');
    source(0).say('heartbeat');
    expect(heard).toEqual(['connected', 'snapshot', 'lost', 'connected', 'heartbeat', 'heartbeat']);
  });

  it('is made anew when it is asked for, or when the page was frozen', () => {
    source(0).say('snapshot');
    renew();
    expect(FakeSource.all).toHaveLength(2);
    source(1).say('snapshot');
    page.dispatchEvent(new Event('resume'));
    expect(FakeSource.all).toHaveLength(3);
  });

  it('is over when it is closed', () => {
    source(0).say('snapshot');
    close();
    expect(source(0).closed).toBe(true);
    frame.dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });

  it('puts the queue that came in parts into its message', () => {
    let worker: { onmessage?: (event: { data: object }) => void } = {};
    class PartsWorker {
      constructor() {
        worker = this as typeof worker;
      }
      postMessage() {}
      terminate() {}
    }
    vi.stubGlobal('Worker', PartsWorker);
    const payloads: unknown[] = [];
    const message = ({ payload }: { payload: unknown }) => payloads.push(payload);
    const stream = openEventStream({ url: () => '/events', message, connected: () => {}, refused: () => {} });
    worker.onmessage?.({ data: { kind: 'ids', ids: '"t1","t2"', postedAtMs: 0 } });
    const data = JSON.stringify({ event: 'snapshot', payload: { queue: [], queueIndex: 1 }, eventCount: 1 });
    worker.onmessage?.({ data: { kind: 'message', data, receivedAtMs: 0, postedAtMs: 0 } });
    stream.close();
    expect(payloads).toEqual([{ queue: ['t1', 't2'], queueIndex: 1 }]);
  });
});
