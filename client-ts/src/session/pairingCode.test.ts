import { expect, it } from 'vitest';
import { grouped } from './pairingCode';

it('is shown in groups of four', () => {
  expect(grouped('ABCDEFGH')).toBe('ABCD EFGH');
  expect(grouped('ABCDE')).toBe('ABCD E');
  expect(grouped('AB')).toBe('AB');
});
