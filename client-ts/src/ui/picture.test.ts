import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, fromRgb, toHex } from './colour';
import { paletteOfPixels } from './picture';

const onAccent = '#17121c';
const pixels = (...colours: [number, number, number][]) => new Uint8ClampedArray(colours.flatMap((rgb) => [...rgb, 255]));
const repeat = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
const apart = (x: number, y: number) => Math.abs(((x - y + 540) % 360) - 180);

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
