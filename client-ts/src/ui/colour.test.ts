import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, fanOf, fromRgb, hashOf, paletteOfId, toHex } from './colour';

const onAccent = '#17121c';
const repeat = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

describe('OKLCH', () => {
  test('every screen colour survives the way there and back', () => {
    fc.assert(
      fc.property(fc.tuple(...repeat(3, fc.nat(255))), (rgb) => {
        const [r = 0, g = 0, b = 0] = rgb;
        const back = toHex(fromRgb(r, g, b));
        for (const [at, channel] of [r, g, b].entries()) {
          expect(Math.abs(Number.parseInt(back.slice(1 + 2 * at, 3 + 2 * at), 16) - channel)).toBeLessThanOrEqual(3);
        }
      }),
    );
  });
  test('red is where the paper says', () => {
    const { l, c, h } = fromRgb(255, 0, 0);
    expect(l).toBeCloseTo(0.628, 3);
    expect(c).toBeCloseTo(0.2577, 3);
    expect(h).toBeCloseTo(29.23, 1);
  });
});

test('contrast of black and white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6));

describe('a track without art', () => {
  test('looks the same on every phone', () => {
    expect(fanOf('3f9a01')).toEqual(fanOf('3f9a01'));
    expect(hashOf('a')).toBe(0xe40c292c); // The FNV-1a test vector.
  });
  test('has five colours and a palette that carries dark ink', () => {
    fc.assert(
      fc.property(fc.string(), (trackId) => {
        expect(fanOf(trackId)).toHaveLength(5);
        const { a, b } = paletteOfId(trackId);
        for (const colour of [a, b]) expect(contrast(toHex(colour), onAccent)).toBeGreaterThan(4.5);
      }),
    );
  });
});
