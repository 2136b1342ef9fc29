import { describe, expect, test } from 'vitest';
import type { PhoneView, SongView } from '../view';
import { createRowFacts } from './rowFacts';
import { waitWords } from './songRow';

const order = ['now', 'nudged', 'hers', 'moved', 'mine', 'rest', 'unknown', 'last'];
const wishes = new Map([
  ['hers', { name: 'Ana', isMe: false }],
  ['mine', { name: 'Ben', isMe: true }],
]);
const song = (trackId: string) => ({ trackId, durationSec: trackId === 'unknown' ? null : 100 }) as SongView;
const phone = {
  phase: 'playing',
  queue: { order, wishes, putAside: [], copies: { hers: 2, moved: 3 }, phones: 3, song, library: {} },
} as unknown as PhoneView;
const factsOf = (view = phone) => {
  const of = createRowFacts(view, 40);
  return order.map((trackId, at) => of(trackId, at));
};

describe('a row tells', () => {
  test('how its song came to where it stands', () =>
    expect(factsOf().map(({ mark }) => mark)).toEqual(['now', 'next', 'wish', 'moved', 'wish', null, null, null]));
  test('whose wish it is', () => expect(factsOf()[4]?.wisher).toEqual({ name: 'Ben', isMe: true }));
  test('in how many seconds it plays, as far as the lengths are known', () =>
    expect(factsOf().map(({ inSec }) => inSec)).toEqual([0, 60, 160, 260, 360, 460, 560, null]));
  test('on how many phones it lies, where there are several and any has it', () => {
    expect(factsOf().map(({ copies }) => copies?.on)).toEqual([undefined, undefined, 2, 3, undefined, undefined, undefined, undefined]);
    expect(factsOf({ ...phone, queue: { ...phone.queue, phones: 1 } })[2]?.copies).toBe(null);
  });
  test('not when, while the room is paused', () => expect(factsOf({ ...phone, phase: 'paused' })[2]?.inSec).toBe(null));
  test.each([
    [10, '1 min'],
    [700, '12 min'],
    [7300, '2 h'],
  ])('%d s as %s', (sec, words) => expect(waitWords(sec)).toBe(words));
});
