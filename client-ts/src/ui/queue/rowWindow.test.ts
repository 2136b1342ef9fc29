import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextRows, rowPx } from './rowWindow';

describe('the window of rows', () => {
  test('has every row that is seen, few others, and none that is not there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -200, max: 8_000_000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(100_000),
        fc.nat(40),
        (seenPx, heightPx, count, at) => {
          const { from, to } = nextRows(seenPx, heightPx, count, { from: 0, to: at });
          const first = Math.max(0, Math.floor(seenPx / rowPx));
          const last = Math.min(count - 1, Math.floor((seenPx + heightPx - 1) / rowPx));
          for (const row of [first, last]) if (row < count && first <= last) expect(row >= from && row < to).toBe(true);
          expect(to).toBeLessThanOrEqual(count);
          expect(to - from).toBeLessThan(heightPx / rowPx + 30);
        },
      ),
    );
  });

  test('makes few rows new at a time after a jump, and all of the margin in the end', () => {
    let window = { from: 0, to: 20, isAll: true };
    const sizes = [];
    do {
      const next = nextRows(500 * rowPx, 8 * rowPx, 1000, window);
      const kept = Math.max(0, Math.min(next.to, window.to) - Math.max(next.from, window.from));
      sizes.push(next.to - next.from - kept);
      window = next;
    } while (!window.isAll);
    expect(window).toMatchObject({ from: 494, to: 516 });
    expect(sizes).toEqual([10, 6, 6]);
  });

  test('stays while a little is scrolled', () => {
    const window = nextRows(20 * rowPx, 600, 1000, { from: 14, to: 40 });
    expect(nextRows(20 * rowPx + 30, 600, 1000, window)).toEqual(window);
  });
});
