import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evictions } from './evictions';

const order = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const whole = (...trackIds: string[]) => trackIds.map((trackId) => ({ trackId, size: 10 }));

describe('what is evicted', () => {
  it('is nothing while there is room', () => {
    expect(evictions(whole(...order), order, 10, 90)).toEqual([]);
  });

  it('is first what is not in the queue, then what is played last, but for those just played', () => {
    expect(evictions(whole('gone', ...order), order, 10, 70)).toEqual(['gone', 'e', 'd']);
  });

  it('is what was just played when nothing else is left', () => {
    expect(evictions(whole('a', 'b', 'f', 'g', 'h'), order, 10, 30)).toEqual(['h', 'g', 'f']);
  });

  it('never is the current or the next track, however little room there is', () => {
    const sized = fc.uniqueArray(fc.record({ trackId: fc.constantFrom(...order, 'x', 'y'), size: fc.nat(100) }), {
      selector: (e) => e.trackId,
    });
    fc.assert(
      fc.property(sized, fc.nat(100), fc.nat(300), (entries, incoming, budget) => {
        const going = evictions(entries, order, incoming, budget);
        expect(going).not.toContain('a');
        expect(going).not.toContain('b');
        const left = entries.filter((e) => !going.includes(e.trackId));
        const fits = left.reduce((sum, e) => sum + e.size, 0) + incoming <= budget;
        expect(fits || left.every((e) => e.trackId === 'a' || e.trackId === 'b')).toBe(true);
      }),
    );
  });
});
