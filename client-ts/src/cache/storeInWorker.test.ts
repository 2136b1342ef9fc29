import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call, Result } from './store.worker';
import { storeInWorker } from './storeInWorker';

/** A worker that the test plays. */
class FakeWorker {
  static last: FakeWorker;
  calls: Call[] = [];
  onmessage: ((event: { data: Result }) => void) | null = null;
  onerror: (() => void) | null = null;
  terminate = vi.fn();

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(call: Call) {
    this.calls.push(call);
  }
}

describe('the store in a worker', () => {
  beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
  afterEach(() => vi.unstubAllGlobals());

  it('answers each call with its own result, whatever their order', async () => {
    const store = storeInWorker();
    const [first, second] = [store.get('t1'), store.get('t2')];
    const worker = FakeWorker.last;
    expect(worker.calls.map(({ name, args }) => [name, ...args])).toEqual([
      ['get', 't1'],
      ['get', 't2'],
    ]);
    worker.onmessage?.({ data: { id: worker.calls[1]?.id ?? -1, value: 'of t2' } });
    worker.onmessage?.({ data: { id: worker.calls[0]?.id ?? -1, value: 'of t1' } });
    expect(await Promise.all([first, second])).toEqual(['of t1', 'of t2']);
  });

  it('throws what the store threw', async () => {
    const appended = storeInWorker().append('t1', '"v1"', 0, new Blob());
    const error = { name: 'QuotaExceededError', message: 'full' };
    FakeWorker.last.onmessage?.({ data: { id: FakeWorker.last.calls[0]?.id ?? -1, error } });
    await expect(appended).rejects.toMatchObject(error);
  });

  it('tries another worker when one has failed', async () => {
    const store = storeInWorker();
    const listed = store.list();
    const failed = FakeWorker.last;
    failed.onerror?.();
    await expect(listed).rejects.toThrow('does not run');
    expect(failed.terminate).toHaveBeenCalled();
    void store.list();
    expect(FakeWorker.last).not.toBe(failed);
    expect(FakeWorker.last.calls).toHaveLength(1);
  });

  it('rejects where there are no workers', async () => {
    vi.stubGlobal('Worker', undefined);
    await expect(storeInWorker().list()).rejects.toThrow();
  });
});
