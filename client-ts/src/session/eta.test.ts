import { describe, expect, it } from 'vitest';
import { etaSec, observe } from './eta';

describe('the guess of when a barrier ends', () => {
  it('is nothing without a pace', () => {
    expect(etaSec({})).toBe(null);
    expect(etaSec(observe({}, [{ clientId: 'a', percent: 10 }], 0))).toBe(null);
  });

  it('follows the slowest download', () => {
    const first = observe(
      {},
      [
        { clientId: 'a', percent: 0 },
        { clientId: 'b', percent: 50 },
      ],
      0,
    );
    const then = observe(
      first,
      [
        { clientId: 'a', percent: 20 },
        { clientId: 'b', percent: 90 },
      ],
      2000,
    );
    expect(etaSec(then)).toBe(8);
  });

  it('forgets those who are no longer waited for', () => {
    const first = observe({}, [{ clientId: 'a', percent: 0 }], 0);
    expect(observe(first, [], 1000)).toEqual({});
  });

  it('starts over when a download does', () => {
    const first = observe(observe({}, [{ clientId: 'a', percent: 0 }], 0), [{ clientId: 'a', percent: 60 }], 1000);
    expect(etaSec(observe(first, [{ clientId: 'a', percent: 5 }], 2000))).toBe(null);
  });
});
