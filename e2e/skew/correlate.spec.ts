import { expect, test } from '@playwright/test';
import { lagOf, onsetOf } from './correlate.ts';

const rate = 48_000;
/** Noise, the same each time. */
let state = 1;
const noise = Float32Array.from({ length: rate }, () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 31 - 1;
});
const cut = (fromFrame: number) => noise.slice(fromFrame, fromFrame + rate / 4);

test('the lag of a sound that comes later is found to the frame', () => {
  for (const frames of [0, 1, 156, -4800]) {
    const { ms, correlation } = lagOf(cut(10_000), cut(10_000 - frames), rate, 150);
    expect(ms).toBeCloseTo((frames / rate) * 1000, 2);
    expect(correlation).toBeGreaterThan(0.5);
  }
});

test('two sounds that have nothing in common do not correlate', () => {
  const other = Float32Array.from({ length: rate / 4 }, (_, i) => Math.sin(i * i));
  expect(lagOf(cut(0), other, rate, 150).correlation).toBeLessThan(0.2);
});

test('silence has no onset and no correlation', () => {
  const silence = new Float32Array(rate / 4);
  expect(onsetOf(silence)).toBe(-1);
  expect(lagOf(silence, cut(0), rate, 150).correlation).toBe(0);
});

test('the onset is the first frame that is no silence', () => {
  const late = new Float32Array(1000);
  late.set(noise.slice(0, 400), 600);
  expect(onsetOf(late)).toBe(600);
});
