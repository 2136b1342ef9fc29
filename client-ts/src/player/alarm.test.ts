import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order } from './alarm.worker';

/** A worker that answers when it is told to. */
class Worker {
  static last: Worker;
  onmessage: ((message: { data: number }) => void) | null = null;
  orders: Order[] = [];
  constructor() {
    Worker.last = this;
  }
  postMessage(order: Order) {
    this.orders.push(order);
  }
  answer() {
    for (const { id } of this.orders.splice(0)) this.onmessage?.({ data: id });
  }
}

describe('the alarm', () => {
  const run = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetModules();
    vi.resetAllMocks();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function withWorker() {
    vi.stubGlobal('Worker', Worker);
    return (await import('./alarm')).after;
  }

  it('rings when the worker does, though the page sleeps, and once', async () => {
    const after = await withWorker();
    after(154, run);
    expect(Worker.last.orders).toMatchObject([{ ms: 154 }]);
    Worker.last.answer();
    expect(run).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledOnce();
  });

  it('rings by the page’s own timer where the worker says nothing', async () => {
    const after = await withWorker();
    after(154, run);
    vi.advanceTimersByTime(154);
    Worker.last.answer();
    expect(run).toHaveBeenCalledOnce();
  });

  it('does not ring when it is cancelled', async () => {
    const after = await withWorker();
    after(154, run)();
    Worker.last.answer();
    vi.advanceTimersByTime(1000);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ['are none', undefined],
    [
      'may not be opened',
      class {
        constructor() {
          throw new DOMException('not here', 'SecurityError');
        }
      },
    ],
  ])('rings where workers %s', async (_, Absent) => {
    vi.stubGlobal('Worker', Absent);
    const { after } = await import('./alarm');
    after(154, run);
    vi.advanceTimersByTime(154);
    expect(run).toHaveBeenCalledOnce();
  });
});
