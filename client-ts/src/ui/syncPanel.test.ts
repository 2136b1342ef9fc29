import { describe, expect, it } from 'vitest';
import { wordsOf } from './syncPanel';
import type { InStepView } from './view';

const reading: InStepView = { zeroMovedMs: 12.34, beats: 150, errorMs: -0.84, trims: 3, seeks: 0, through: 'graph' };
const words = (change: Partial<InStepView>) => Object.fromEntries(wordsOf({ ...reading, ...change }));

describe('how well it is in step, in words', () => {
  it('says everything that was measured', () =>
    expect(words({})).toEqual({
      'Off by': '0.8 ms late',
      'Start heard late by': '12.3 ms',
      'Beats heard': '150',
      'Small corrections': '3',
      Jumps: '0',
      'Sounds through': 'graph',
    }));
  it('does not guess an error that is not known', () => expect(words({ errorMs: null })['Off by']).toBe('—'));
  it('has a word for ahead and none for nothing', () => {
    expect(words({ errorMs: 4 })['Off by']).toBe('4.0 ms early');
    expect(words({ errorMs: -0.01 })['Off by']).toBe('0.0 ms');
  });
});
