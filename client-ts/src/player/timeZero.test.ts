import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zeroAfter } from './timeZero';

const spacingMs = 50;
const delays = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 });
/** Zero as a phone finds it whose k-th message (0: the start itself) came late by `delays[k]`; the true one is 0. */
const zeros = (late: number[]) => {
  let zeroMs = Number.POSITIVE_INFINITY;
  return late.map((delayMs, k) => {
    zeroMs = zeroAfter(zeroMs, { k, spacingMs }, k * spacingMs + delayMs);
    return zeroMs;
  });
};

describe('time zero', () => {
  it('never moves later, whatever the delays', () => {
    fc.assert(
      fc.property(delays, (late) => {
        const found = zeros(late);
        for (const [i, zero] of found.entries()) expect(zero).toBeLessThanOrEqual(found[i - 1] ?? zero);
      }),
    );
  });

  it('is never before the true one', () => {
    fc.assert(fc.property(delays, (late) => void expect(zeros(late).at(-1)).toBeGreaterThanOrEqual(-1e-9)));
  });

  it('is exact once one message was not delayed', () => {
    fc.assert(
      fc.property(delays, fc.nat(), (late, n) => {
        const prompt = late.map((delayMs, k) => (k === n % late.length ? 0 : delayMs));
        expect(zeros(prompt).at(-1)).toBeCloseTo(0, 6);
      }),
    );
  });
});
