import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import { createEntry } from './entry';
import type { Phone } from './phone';
import { createState } from './state';

class SilentStream extends EventTarget {
  close = () => {};
}

describe('the way in', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
    vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
    vi.stubGlobal('history', { replaceState: () => {} });
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('document', new EventTarget());
    vi.stubGlobal('EventSource', SilentStream);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('waits for a slow phone to open its sound after the tap, rather than ask for another', async () => {
    vi.stubGlobal('fetch', async () =>
      Response.json({ clientId: 'me', eventCount: 1, snapshot: { eventCount: 1, clients: {}, queue: [], listeners: [] } }),
    );
    const takesMs = 5000;
    const unlock = (withinMs: number) =>
      new Promise<boolean>((resolve) => setTimeout(() => resolve(withinMs > takesMs), Math.min(withinMs, takesMs)));
    const state = createState();
    const entry = createEntry(
      state,
      { unlock, sounding: () => null, hold: () => {} } as unknown as Player,
      {} as Downloads,
      {} as Phone,
      () => {},
    );
    entry.join('Ana', 'ABCDEFGH');
    await vi.advanceTimersByTimeAsync(takesMs + 1);
    expect(state.me.value).toBe('me');
    expect(state.join.value).toBeNull();
  });
});
