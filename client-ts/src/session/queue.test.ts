import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, QueueChange, Snapshot } from '../protocol/messages';
import { changed, isQueueMissed } from './queue';
import { answered, apply, type Session, sessionOf } from './session';

const rest = { queueIndex: 0, wishes: {}, putAside: [] };

/** How the server tells of a change: by what the two queues have in common at their ends. */
function differenceOf(before: string[], after: string[]): QueueChange {
  const same = (a: string[], b: string[]) => a.length === b.length && a.every((id, i) => id === b[i]);
  let [start, end] = [0, 0];
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [gone, come] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  if (gone.length === 0 && come.length > 0) return { ...rest, insert: { at: start, trackIds: come } };
  if (come.length === 0 && gone.length > 0) return { ...rest, remove: gone };
  const [first, last] = [gone[0] as string, gone.at(-1) as string];
  if (gone.length > 1 && same([...gone.slice(1), first], come))
    return start === 0 && end === 0 ? { ...rest, advance: true } : { ...rest, move: { trackId: first, to: start + come.length - 1 } };
  if (gone.length > 1 && same([last, ...gone.slice(0, -1)], come)) return { ...rest, move: { trackId: last, to: start } };
  return { ...rest, queue: after };
}

const library = Array.from({ length: 40 }, (_, n) => `t${n}`);
const queue = fc.shuffledSubarray(library);
/** One step of a queue to the next, as people make them. */
const step: fc.Arbitrary<(before: string[]) => string[]> = fc.oneof(
  fc.constant((before: string[]) => [...before.slice(1), ...before.slice(0, 1)]),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => (before: string[]) => {
    const after = [...before];
    const [moved] = after.splice(from % (before.length || 1), 1);
    if (moved !== undefined) after.splice(to % before.length, 0, moved);
    return after;
  }),
  fc.tuple(fc.nat(), fc.nat(5)).map(
    ([at, count]) =>
      (before: string[]) =>
        before.filter((_, i) => i < at || i >= at + count),
  ),
  queue.map((after) => () => after),
);

const start: Snapshot = {
  eventCount: 5,
  queue: library,
  ...rest,
  playState: { mode: 'paused', anchorPositionSec: 0 },
  anchorAgeMs: 0,
  barrier: null,
  clients: {},
  listeners: [],
  anchorEvent: 5,
  control: 'everyone',
  evenLoudness: true,
};
const change = (payload: QueueChange, eventCount: number): Message => ({ event: 'queue.changed', payload, eventCount });
const paused = (eventCount: number): Message => ({ event: 'paused', payload: { positionSec: 0 }, eventCount });
const hearAll = (messages: readonly Message[], from: Session = sessionOf(start, null, 0)) =>
  messages.reduce((session, message) => apply(session, message, 0) as Session, from);

describe('a change of the queue', () => {
  it('leads to the queue that the server has', () => {
    fc.assert(
      fc.property(queue, step, (before, next) => {
        const after = next(before);
        if (after.join() !== before.join()) expect(changed(before, differenceOf(before, after))).toEqual(after);
      }),
    );
  });

  it('is told when it does not fit', () => {
    expect(changed(['a', 'b'], { ...rest, move: { trackId: 'c', to: 0 } })).toBe(null);
    expect(changed(['a', 'b', 'c'], { ...rest, remove: ['a', 'c'] })).toBe(null);
    expect(changed(['a'], { ...rest, insert: { at: 2, trackIds: ['b'] } })).toBe(null);
    expect(changed(['a'], rest)).toBe(null);
  });
});

describe('the queue of a session', () => {
  /** Each of the steps as a message, every other one a pause, and the queue after each. */
  const told = fc.array(fc.option(step), { maxLength: 12 }).map((steps) => {
    const queues = [library];
    const messages = steps.map((next, n) => {
      const before = queues.at(-1) as string[];
      const after = next?.(before) ?? before;
      queues.push(after);
      return after.join() === before.join() ? paused(6 + n) : change(differenceOf(before, after), 6 + n);
    });
    return { messages, queues };
  });

  it('is right whenever answers overtake the stream, with the queue or without', () => {
    fc.assert(
      fc.property(told, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 4 }), ({ messages, queues }, answers) => {
        let session = sessionOf(start, null, 0);
        for (const [n, message] of messages.entries()) {
          session = apply(session, message, 0) as Session;
          for (const [at, ahead, whole] of answers) {
            const known = Math.min(n + 1 + (ahead % 4), messages.length);
            if (at % messages.length !== n || 5 + known <= session.eventCount) continue;
            const { queue: _, ...minimal } = start;
            const answer = { ...minimal, eventCount: 5 + known, ...(whole ? { queue: queues[known] as string[] } : {}) };
            session = answered(answer, session, 0) as Session;
          }
        }
        expect(session.queue).toEqual(queues.at(-1));
        expect(isQueueMissed(session)).toBe(false);
        expect(session.eventCount).toBe(5 + messages.length);
      }),
    );
  });

  it('is missed once a message is, until a whole one comes', () => {
    const advance = { ...rest, advance: true };
    const behind = hearAll([change(advance, 7)]);
    expect(isQueueMissed(behind)).toBe(true);
    expect(behind.queue).toBe(library);
    expect(isQueueMissed(hearAll([change(advance, 8)], behind))).toBe(true);
    expect(hearAll([change({ ...rest, queue: ['t1'] }, 8)], behind)).toMatchObject({ queue: ['t1'], queueAt: 8, heardAt: 8 });
    expect(isQueueMissed(hearAll([change({ ...rest, remove: ['gone'] }, 6)]))).toBe(true);
  });

  it('is not what an answer without it says to be current', () => {
    const session = sessionOf(start, null, 0);
    const { queue: _, ...minimal } = start;
    const barrier = { type: 'track' as const, members: [], ready: [] };
    expect(answered({ ...minimal, eventCount: 7, barrier: { ...barrier, trackId: 't1' } }, session, 0)).toBe(null);
    expect(answered({ ...minimal, eventCount: 7, barrier: { ...barrier, trackId: 't0' } }, session, 0)).toMatchObject({
      eventCount: 7,
      queueAt: 5,
    });
  });
});
