import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, fanOf, fromRgb, hashOf, paletteOfId, paletteOfPixels, toHex } from './colour';

const onAccent = '#17121c';
const pixels = (...colours: [number, number, number][]) => new Uint8ClampedArray(colours.flatMap((rgb) => [...rgb, 255]));
const repeat = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
const apart = (x: number, y: number) => Math.abs(((x - y + 540) % 360) - 180);

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

describe('the palette', () => {
  test('carries dark ink, whatever the picture', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), { maxLength: 40 }), (colours) => {
        const { a, b } = paletteOfPixels(pixels(...colours));
        for (const colour of [a, b]) expect(contrast(toHex(colour), onAccent)).toBeGreaterThan(4.5);
      }),
    );
  });
  test('takes the two colours that speak loudest', () => {
    const { a, b } = paletteOfPixels(
      pixels(
        ...repeat(60, [255, 90, 40] as [number, number, number]),
        ...repeat(30, [60, 80, 255] as [number, number, number]),
        ...repeat(200, [128, 128, 128] as [number, number, number]),
      ),
    );
    expect(apart(a.h, fromRgb(255, 90, 40).h)).toBeLessThan(8);
    expect(apart(b.h, fromRgb(60, 80, 255).h)).toBeLessThan(8);
  });
  test('of one colour alone moves on a little for the second', () => {
    const { a, b } = paletteOfPixels(pixels(...repeat(50, [20, 160, 90] as [number, number, number])));
    expect(apart(a.h, b.h)).toBeCloseTo(45, 6);
  });
  test('of a grey picture stays quiet', () => {
    const { a, b } = paletteOfPixels(pixels(...repeat(50, [120, 120, 120] as [number, number, number])));
    expect(Math.max(a.c, b.c)).toBeLessThan(0.02);
  });
  test('does not look at what is transparent', () => {
    const { a } = paletteOfPixels(new Uint8ClampedArray([255, 0, 0, 0, 0, 120, 255, 255]));
    expect(apart(a.h, fromRgb(0, 120, 255).h)).toBeLessThan(1);
  });
});

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
