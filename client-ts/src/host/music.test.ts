import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshUnreadable, scan, scanWords, unreadable, watchScan } from './music';

describe('the music on the big screen', () => {
  let answers: unknown[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', async () => Response.json(answers.shift() ?? { read: 0, total: 0 }));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('says how far it has been read', () => expect(scanWords({ read: 1200, total: 5000 })).toBe('Reading the music: 1,200 of 5,000'));

  it('is followed from a scan that is about to begin until it is over', async () => {
    answers = [
      { read: 0, total: 0 },
      { read: 1, total: 3 },
      { read: 2, total: 3 },
    ];
    let mayBegin = true;
    await watchScan(() => mayBegin);
    expect(scan.value).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(scan.value).toEqual({ read: 1, total: 3 });
    mayBegin = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(scan.value).toEqual({ read: 2, total: 3 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(scan.value).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('names what cannot be read', async () => {
    answers = [[{ path: 'odd.mp3', reason: 'MPEG audio header not found.' }]];
    await refreshUnreadable();
    expect(unreadable.value).toEqual([{ path: 'odd.mp3', reason: 'MPEG audio header not found.' }]);
  });
});
