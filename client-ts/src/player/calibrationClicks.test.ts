import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clickOf, nextClick } from './calibrationClicks';

describe('the next click', () => {
  it('is the next whole second of the song', () => {
    expect(nextClick(10_000, 12_300)).toEqual({ second: 3, atMs: 13_000 });
    expect(nextClick(10_000, 12_999)).toEqual({ second: 3, atMs: 13_000 });
  });
  it('is never one that is due already', () => expect(nextClick(10_000, 13_000)).toEqual({ second: 4, atMs: 14_000 }));
  it('is never before the song', () => expect(nextClick(10_000, 2000)).toEqual({ second: 0, atMs: 10_000 }));
  it('comes as much earlier as the sound is late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 600_000 }), (lateMs, atMs) => {
        const others = nextClick(0, atMs);
        const mine = nextClick(-lateMs, atMs - lateMs);
        expect(mine).toEqual({ second: others.second, atMs: others.atMs - lateMs });
      }),
    );
  });
});

it('a click is there at once and soon gone', () => {
  const click = clickOf(1600);
  const loudest = (from: number, to: number) => Math.max(...click.slice(from, to).map(Math.abs));
  expect(loudest(0, 10)).toBeGreaterThan(0.8);
  expect(loudest(click.length - 100, click.length)).toBeLessThan(0.01);
  expect(loudest(0, click.length)).toBeLessThanOrEqual(1);
});
