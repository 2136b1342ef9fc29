import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSource, type Source } from './eventSource';
import type { Heard, Order } from './eventSource.worker';

/** An EventSource that the test plays the server of. */
class FakeEvents extends EventTarget {
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static last: FakeEvents | null = null;
  readyState = FakeEvents.OPEN;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEvents.last = this;
  }

  say(data: string) {
    this.dispatchEvent(new MessageEvent('beat', { data }));
  }

  fail(refused: boolean) {
    this.readyState = refused ? FakeEvents.CLOSED : 0;
    this.onerror?.();
  }

  close() {
    this.readyState = FakeEvents.CLOSED;
  }
}

/** A worker that the test plays; its timer runs this far ahead of the page's. */
const workerAheadMs = 300;
class FakeWorker {
  static last: FakeWorker | null = null;
  ordered: Order | null = null;
  terminated = false;
  onmessage: ((event: { data: Heard }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(order: Order) {
    this.ordered = order;
  }

  terminate() {
    this.terminated = true;
  }

  /** Tells the page of something that came now; the page is busy for a while, and sees it late. */
  tell(
    heard: { kind: 'message'; data: string } | { kind: 'ids'; ids: string } | { kind: 'lost'; refused: boolean } | { kind: 'tick' },
    lateMs = 0,
  ) {
    const atMs = performance.now() + workerAheadMs;
    vi.advanceTimersByTime(lateMs);
    this.onmessage?.({ data: { ...heard, receivedAtMs: atMs, postedAtMs: atMs } as Heard });
  }
}

describe('a source', () => {
  let heard: { data: string; receivedAtMs: number; queue?: string[] }[];
  let lost: boolean[];
  let source: Source;
  const open = () => {
    source = openSource('/events', ['beat'], {
      message: (_, data, receivedAtMs, queue) => heard.push({ data, receivedAtMs, ...(queue && { queue }) }),
      lost: (_, refused) => lost.push(refused),
    });
  };
  const worker = () => FakeWorker.last as FakeWorker;
  const events = () => FakeEvents.last as FakeEvents;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEvents.last = FakeWorker.last = null;
    vi.stubGlobal('EventSource', FakeEvents);
    heard = [];
    lost = [];
  });
  afterEach(() => {
    source.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  describe('in a worker', () => {
    beforeEach(() => {
      vi.stubGlobal('Worker', FakeWorker);
      open();
    });

    it('asks for the stream and its events', () => {
      expect(worker().ordered).toEqual({ url: '/events', names: ['beat'] });
      expect(source.isOpen).toBe(false);
    });

    it('tells when a message came, by the page’s timer, however late the page looks', () => {
      worker().tell({ kind: 'tick' });
      const cameAtMs = performance.now();
      worker().tell({ kind: 'message', data: 'one' }, 40);
      expect(heard).toEqual([{ data: 'one', receivedAtMs: cameAtMs }]);
      expect(source.isOpen).toBe(true);
    });

    it('takes the least delayed of what it hears for the distance of the two timers', () => {
      worker().tell({ kind: 'tick' }, 30);
      worker().tell({ kind: 'tick' }, 2);
      worker().tell({ kind: 'tick' }, 50);
      const cameAtMs = performance.now();
      worker().tell({ kind: 'message', data: 'one' }, 20);
      expect(heard[0]?.receivedAtMs).toBeCloseTo(cameAtMs + 2, 6);
    });

    it('has the queue of a message that came in parts before it, and of no other', () => {
      worker().tell({ kind: 'ids', ids: '"t1","t2"' });
      worker().tell({ kind: 'ids', ids: '"t3"' });
      worker().tell({ kind: 'message', data: 'one' });
      worker().tell({ kind: 'message', data: 'two' });
      expect(heard.map(({ data, queue }) => [data, queue])).toEqual([
        ['one', ['t1', 't2', 't3']],
        ['two', undefined],
      ]);
    });

    it.each([true, false])('is lost when the worker says so, refused: %s', (refused) => {
      worker().tell({ kind: 'message', data: 'one' });
      worker().tell({ kind: 'lost', refused });
      expect(lost).toEqual([refused]);
      expect(source.isOpen).toBe(false);
    });

    it('ends the worker with itself', () => {
      source.close();
      expect(worker().terminated).toBe(true);
    });

    it('goes on in the page when the worker does not run', () => {
      worker().onerror?.();
      expect(worker().terminated).toBe(true);
      events().say('one');
      expect(heard).toEqual([{ data: 'one', receivedAtMs: performance.now() }]);
      expect(source.isOpen).toBe(true);
      events().fail(false);
      expect(lost).toEqual([false]);
    });
  });

  describe('in the page', () => {
    it.each([
      ['there are no workers', undefined],
      [
        'the browser lets none run',
        class {
          constructor() {
            throw new DOMException('no', 'SecurityError');
          }
        },
      ],
    ])('hears as well where %s', (_, Worker) => {
      vi.stubGlobal('Worker', Worker);
      open();
      expect(events().url).toBe('/events');
      events().say('one');
      expect(heard).toEqual([{ data: 'one', receivedAtMs: performance.now() }]);
      events().fail(true);
      expect(lost).toEqual([true]);
      expect(source.isOpen).toBe(false);
    });
  });
});

describe('the worker of a source', () => {
  let told: Heard[];
  let order: (event: { data: Order }) => void;

  beforeEach(async () => {
    vi.useFakeTimers();
    told = [];
    vi.stubGlobal('EventSource', FakeEvents);
    vi.stubGlobal('addEventListener', (_: string, listener: typeof order) => {
      order = listener;
    });
    vi.stubGlobal('postMessage', (message: Heard) => told.push(message));
    vi.resetModules();
    await import('./eventSource.worker');
    order({ data: { url: '/events', names: ['beat'] } });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('tells what comes, and when', () => {
    FakeEvents.last?.say('one');
    const atMs = performance.now();
    expect(told).toContainEqual({ kind: 'message', data: 'one', receivedAtMs: atMs, postedAtMs: atMs });
  });

  describe('of a room with much music', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => `track${n}`);
    const parts = () => told.flatMap((heard) => (heard.kind === 'ids' ? [heard.ids] : []));
    const message = () => JSON.parse(told.flatMap((heard) => (heard.kind === 'message' ? [heard.data] : []))[0] ?? '');
    const say = (payload: object) => FakeEvents.last?.say(JSON.stringify({ event: 'snapshot', payload, eventCount: 7 }));

    it('tells the queue in parts before the message, each soon read', () => {
      say({ clients: { c1: { name: 'Ana "queue":["' } }, queue: ids, queueIndex: 3 });
      expect(parts().flatMap((part) => JSON.parse(`[${part}]`))).toEqual(ids);
      expect(Math.max(...parts().map((part) => part.length))).toBeLessThan(40_000);
      expect(message()).toEqual({
        event: 'snapshot',
        payload: { clients: { c1: { name: 'Ana "queue":["' } }, queue: [], queueIndex: 3 },
        eventCount: 7,
      });
      expect(told.at(-1)?.kind).toBe('message');
    });

    it.each([
      ['short', { queue: ids.slice(0, 9), name: '' }],
      ['empty', { queue: [], name: 'x'.repeat(50_000) }],
      ['absent', { insert: ids }],
    ])('tells the message as it is where its queue is %s', (_, payload) => {
      say(payload);
      expect(parts()).toEqual([]);
      expect(message().payload).toEqual(payload);
    });
  });

  it('lets the page see its timer a few times, whatever comes', () => {
    vi.advanceTimersByTime(1000);
    expect(told.filter(({ kind }) => kind === 'tick').length).toBeGreaterThan(5);
  });

  it.each([true, false])('tells that the stream is gone, refused: %s, and leaves coming back to the page', (refused) => {
    FakeEvents.last?.fail(refused);
    expect(told).toContainEqual({ kind: 'lost', refused, postedAtMs: performance.now() });
    expect(FakeEvents.last?.readyState).toBe(FakeEvents.CLOSED);
  });
});
