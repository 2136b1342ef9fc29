import { describe, expect, it } from 'vitest';
import { placeUnder } from './seekBar';

describe('the place under a finger', () => {
  const bar = { left: 20, width: 200 };
  it.each([
    ['in the middle', 120, 150],
    ['at the start', 20, 0],
    ['at the end', 220, 300],
    ['before the bar', 0, 0],
    ['behind the bar', 999, 300],
  ])('%s', (_, clientX, placeSec) => expect(placeUnder(clientX, bar, 300.7)).toBe(placeSec));

  it('is a whole second', () => expect(placeUnder(21, bar, 331)).toBe(1));
});
