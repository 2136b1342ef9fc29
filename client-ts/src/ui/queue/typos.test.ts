import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMeant, typosIn } from './typos';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 4, maxLength: 10 });

describe('a typed word', () => {
  test.each([
    ['wander', 'wanderer'],
    ['wnaderer', 'wanderer'],
    ['wandrer', 'wanderer'],
    ['wandderer', 'wanderer'],
    ['wxnderex', 'wanderer'],
  ])('%s means %s', (typed, meant) => expect(isMeant(typed, meant)).toBe(true));
  test.each([
    ['wxxd', 'wanderer'],
    ['cat', 'cut'],
    ['wanderer', 'wand'],
  ])('%s does not mean %s', (typed, other) => expect(isMeant(typed, other)).toBe(false));

  test('means every word that it begins', () => {
    fc.assert(fc.property(word, fc.string(), (typed, rest) => isMeant(typed, typed + rest)));
  });

  test('means a word with one letter left out, wherever', () => {
    fc.assert(
      fc.property(word, fc.nat(), (meant, at) => {
        const typed = meant.slice(0, at % meant.length) + meant.slice((at % meant.length) + 1);
        expect(isMeant(typed, meant, Math.max(1, typosIn(typed)))).toBe(true);
      }),
    );
  });
});
