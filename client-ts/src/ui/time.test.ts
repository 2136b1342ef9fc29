import { describe, expect, test } from 'vitest';
import { clockTime, remainingTime, spokenTime } from './time';

describe('clockTime', () => {
  test.each([
    [0, '0:00'],
    [84.9, '1:24'],
    [600, '10:00'],
    [3725, '1:02:05'],
    [-3, '0:00'],
  ])('%d s reads %s', (sec, text) => expect(clockTime(sec)).toBe(text));
  test.each([null, Number.NaN, Number.POSITIVE_INFINITY])('%s is no time', (sec) => expect(clockTime(sec)).toBe('–:––'));
});

describe('remainingTime', () => {
  test('carries a true minus sign', () => expect(remainingTime(84.2, 221.4)).toBe('−2:17'));
  test('never runs below nothing', () => expect(remainingTime(300, 221)).toBe('−0:00'));
  test('is empty where the length is not known', () => expect(remainingTime(10, null)).toBe(''));
  test('changes in the same instant as the time gone by', () => {
    for (let sec = 0; sec < 60; sec += 0.1) {
      const left = remainingTime(sec, 60.7).slice(1);
      expect(left).toBe(clockTime(60 - Math.floor(sec)));
    }
  });
});

describe('spokenTime', () => {
  test.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [61, '1 minute 1 second'],
    [120, '2 minutes'],
    [3661, '1 hour 1 minute 1 second'],
  ])('%d s is said as "%s"', (sec, text) => expect(spokenTime(sec)).toBe(text));
});
