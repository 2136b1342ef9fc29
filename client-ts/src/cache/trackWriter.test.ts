import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { add, nothingYet, seal } from './partial';
import { memoryCache, small, track } from './simulated';
import { createTrackWriter } from './trackWriter';

const order = ['current', 'next', 'a', 'b', 'far', 'last3', 'last2', 'last1'];

describe('a track that the browser has no room for, whatever it said', () => {
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
  afterEach(() => vi.restoreAllMocks());

  /** A phone that holds those tracks, of six bytes each, and has room for as many. What is evicted, and refused, when `next` comes. */
  async function store(...held: string[]) {
    const cache = memoryCache();
    for (const trackId of held) cache.kept.set(trackId, new Blob([small]));
    const append = cache.append.bind(cache);
    cache.append = async (...piece) => {
      if ((await cache.list()).length >= held.length) throw new DOMException('no', 'QuotaExceededError');
      await append(...piece);
    };
    const told = { kept: vi.fn(), evicted: vi.fn(), refused: vi.fn() };
    const partial = nothingYet();
    add(partial, small);
    seal(partial, 'audio/mpeg');
    createTrackWriter(cache, () => order, told).keep(track('next'), partial);
    await vi.waitFor(() => expect(partial.settled).toBe(true), { interval: 1 });
    return { evicted: told.evicted.mock.calls.flat(), refused: told.refused.mock.calls, kept: cache.kept };
  }

  it('takes the place of the one whose next use is farthest, and no more', async () => {
    const { evicted, refused, kept } = await store('current', 'a', 'b', 'far', 'last3', 'last2', 'last1');
    expect(evicted).toEqual(['far']);
    expect(refused).toEqual([]);
    expect(kept.has('next')).toBe(true);
  });

  it('takes the place of one just played when nothing else is left', async () => {
    const { evicted, refused } = await store('current', 'last3', 'last2', 'last1');
    expect(evicted).toEqual(['last1']);
    expect(refused).toEqual([]);
  });

  it('never takes the place of the current one', async () => {
    const { evicted, refused, kept } = await store('current');
    expect(evicted).toEqual([]);
    expect(refused).toEqual([['next', true]]);
    expect(kept.has('current')).toBe(true);
  });
});
