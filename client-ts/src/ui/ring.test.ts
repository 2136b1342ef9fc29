import { describe, expect, test } from 'vitest';
import { arcsOf, shownPercent } from './ring';

describe('arcsOf', () => {
  test('one phone alone has the whole ring', () => expect(arcsOf([100])).toEqual([{ start: 0, length: 1, filled: 1 }]));
  test('nobody has no arc', () => expect(arcsOf([])).toEqual([]));

  test.each([2, 3, 4, 12, 100, 500])('%d phones share the ring evenly, none overlapping, none vanishing', (count) => {
    const arcs = arcsOf(Array.from({ length: count }, () => 100));
    for (const [at, { start, length, filled }] of arcs.entries()) {
      expect(length).toBeGreaterThan(0);
      expect(filled).toBeCloseTo(length, 12);
      const next = arcs[at + 1];
      const gap = (next ? next.start : 1 + (arcs[0]?.start ?? 0)) - (start + length);
      expect(gap).toBeGreaterThan(0);
      expect(gap).toBeLessThanOrEqual(0.0221);
      expect(length + gap).toBeCloseTo(1 / count, 9);
    }
  });

  test('an arc fills as far as its phone has come', () => {
    const [half, none] = arcsOf([50, 0]);
    expect(half?.filled).toBeCloseTo((half?.length ?? 0) / 2, 9);
    expect(none?.filled).toBe(0);
  });

  test('odd percentages stay within the arc', () => {
    const [over, under] = arcsOf([140, -20]);
    expect(over?.filled).toBeCloseTo(over?.length ?? 0, 12);
    expect(under?.filled).toBe(0);
  });
});

test.each([
  [40, 'wait', 40],
  [100, 'wait', 95],
  [0, 'ok', 100],
] as const)('a phone at %d %%, %s, fills its arc to %d %%: a whole one can sound', (percent, tone, shown) =>
  expect(shownPercent({ percent, tone })).toBe(shown),
);
