import { expect, test } from 'vitest';
import { counter } from './numbers';

test.each([
  ['en', 1, '1 song'],
  ['en', 1200, '1,200 songs'],
  ['de', 0, '0 songs'],
  ['de', 1200, '1.200 songs'],
])('in %s, %d is told as "%s"', (lang, count, text) => expect(counter(lang)(count, { one: '# song', other: '# songs' })).toBe(text));

test('a language may tell more numbers apart', () =>
  expect(counter('pl')(3, { few: '# piosenki', other: '# piosenek' })).toBe('3 piosenki'));
