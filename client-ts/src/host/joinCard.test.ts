import { expect, it } from 'vitest';
import { phonePage } from './joinCard';

it('leads to the page for phones on this computer, with the code and the room where no log has them', () => {
  expect(phonePage('main', 'ABCDEFGH')).toBe('/#code=ABCDEFGH');
  expect(phonePage('Küche & Bad', 'QRSTUVWX')).toBe('/#code=QRSTUVWX&session=K%C3%BCche%20%26%20Bad');
});
