import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Snapshot } from '../protocol/messages';
import {
  apply as applyAt,
  isAlone,
  isGuest,
  isListening,
  isOnlyReleased,
  playOrder,
  positionSecAt,
  type Session,
  sessionOf as sessionAt,
} from './session';

const apply = (before: Session | null, message: Message) => applyAt(before, message, 0);
const sessionOf = (snapshot: Snapshot, before: Session | null) => sessionAt(snapshot, before, 0);
const ids = fc.constantFrom('a', 'b', 'c');
const idSet = fc.uniqueArray(ids);
const track = fc.constantFrom('t1', 't2', 't3');
const position = fc.double({ min: 0, max: 600, noNaN: true });
const count = fc.nat(50);
const barrierType = fc.constantFrom('track' as const, 'resume' as const);
const clients = fc.dictionary(ids, fc.record({ name: fc.string(), active: fc.boolean(), asleep: fc.boolean(), host: fc.boolean() }));
const queue = fc.shuffledSubarray(['t1', 't2', 't3'], { minLength: 1 });

const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  eventCount: count,
  queue,
  queueIndex: fc.constant(0),
  playState: fc.record({ mode: fc.constantFrom('playing' as const, 'paused' as const), anchorPositionSec: position }),
  anchorAgeMs: fc.nat(600_000),
  barrier: fc.option(fc.record({ type: barrierType, trackId: track, members: idSet, ready: idSet })),
  clients,
  listeners: idSet,
  anchorEvent: count,
  wishes: fc.constant({}),
  putAside: fc.constant([]),
  control: fc.constantFrom('everyone' as const, 'hosts' as const),
  evenLoudness: fc.boolean(),
});

const later = fc.oneof(
  fc.record({
    event: fc.constant('barrier.open' as const),
    payload: fc.record({ type: barrierType, trackId: track, positionSec: position, members: idSet, ready: idSet }),
    eventCount: count,
  }),
  fc.record({
    event: fc.constant('barrier.progress' as const),
    payload: fc.record({
      trackId: track,
      members: idSet,
      ready: idSet,
      waiting: fc.array(fc.record({ clientId: ids, percent: fc.nat(100) })),
      setAside: idSet,
    }),
    eventCount: count,
  }),
  fc.record({
    event: fc.constant('barrier.release' as const),
    payload: fc.record({ type: barrierType, trackId: track, positionSec: position, members: idSet }),
    eventCount: count,
  }),
  fc.record({ event: fc.constant('paused' as const), payload: fc.record({ positionSec: position }), eventCount: count }),
  fc.record({ event: fc.constant('seeked' as const), payload: fc.record({ positionSec: position }), eventCount: count }),
  fc.record({
    event: fc.constant('queue.changed' as const),
    payload: fc.record({ queue, queueIndex: fc.constant(0), wishes: fc.constant({}), putAside: fc.constant([]) }),
    eventCount: count,
  }),
  fc.record({
    event: fc.constant('clients.changed' as const),
    payload: fc.record({ clients, listeners: idSet, control: fc.constant('hosts' as const), evenLoudness: fc.constant(false) }),
    eventCount: count,
  }),
) as fc.Arbitrary<Exclude<Message, { event: 'snapshot' }>>;

const session = snapshot.map((value) => sessionOf(value, null));
const ana = { name: 'Ana', active: true, asleep: false, host: false };
const start: Snapshot = {
  eventCount: 5,
  queue: ['t1', 't2', 't3'],
  queueIndex: 0,
  playState: { mode: 'paused', anchorPositionSec: 0 },
  anchorAgeMs: 0,
  barrier: null,
  clients: { a: ana },
  listeners: [],
  anchorEvent: 5,
  wishes: {},
  putAside: [],
  control: 'everyone',
  evenLoudness: true,
};

describe('a room', () => {
  it('is nothing before its first snapshot', () => {
    fc.assert(fc.property(later, (message) => apply(null, message) === null));
  });

  it('is left alone by an older message', () => {
    fc.assert(
      fc.property(session, later, (before, message) => message.eventCount >= before.eventCount || apply(before, message) === before),
    );
  });

  it('never goes back but by a snapshot', () => {
    fc.assert(
      fc.property(session, fc.array(later), (before, messages) => {
        const after = messages.reduce<Session>((state, message) => apply(state, message) as Session, before);
        expect(after.eventCount).toBeGreaterThanOrEqual(before.eventCount);
        expect(after.eventCount).toBe(Math.max(before.eventCount, ...messages.map((m) => m.eventCount)));
      }),
    );
  });

  it('takes the same message twice as once', () => {
    fc.assert(
      fc.property(session, later, (before, message) => {
        const once = apply(before, message);
        expect(apply(once, message)).toEqual(once);
      }),
    );
  });

  it('holds still while a barrier that it saw open is pending', () => {
    fc.assert(
      fc.property(session, fc.array(later), (before, messages) => {
        const settled = { ...before, barrier: null };
        const after = messages.reduce<Session>((state, message) => apply(state, message) as Session, settled);
        if (after.barrier) expect(after.playState.mode).toBe('paused');
      }),
    );
  });

  it('merges what a crowd is told of its phones', () => {
    const ben = { ...ana, name: 'Ben' };
    const clients = { a: { ...ana, host: true }, c: ben };
    const before = sessionOf({ ...start, clients: { a: ana, b: ben } }, null);
    const after = apply(before, { event: 'clients.changed', payload: { ...start, clients, gone: ['b'] }, eventCount: 5 });
    expect(after?.clients).toEqual({ a: { ...ana, host: true }, c: ben });
    expect(before.clients).toEqual({ a: ana, b: ben });
  });

  it('takes any snapshot, even an older one', () => {
    fc.assert(
      fc.property(session, snapshot, (before, payload) => {
        expect(apply(before, { event: 'snapshot', payload, eventCount: payload.eventCount })).toMatchObject(payload);
      }),
    );
  });

  it('goes from open over progress to release', () => {
    const open = apply(sessionOf(start, null), {
      event: 'barrier.open',
      payload: { type: 'track', trackId: 't1', positionSec: 3, members: ['a', 'b'], ready: [] },
      eventCount: 6,
    });
    const progress = apply(open, {
      event: 'barrier.progress',
      payload: { trackId: 't1', members: ['a'], ready: [], waiting: [{ clientId: 'a', percent: 40 }], setAside: ['b'] },
      eventCount: 6,
    });
    expect(progress).toMatchObject({
      barrier: { members: ['a'] },
      percents: { a: 40 },
      setAside: ['b'],
      playState: { anchorPositionSec: 3 },
    });
    const released = apply(progress, {
      event: 'barrier.release',
      payload: { type: 'track', trackId: 't1', positionSec: 3, members: ['a'] },
      eventCount: 7,
    }) as Session;
    expect(released).toMatchObject({
      barrier: null,
      listeners: ['a'],
      anchorEvent: 7,
      playState: { mode: 'playing', anchorPositionSec: 3 },
    });
    expect(isListening(released, 'a')).toBe(true);
    expect(isListening(released, 'b')).toBe(false);
  });

  it('keeps the mode and a pending barrier when the position moves', () => {
    const seeked = { event: 'seeked', payload: { positionSec: 9 }, eventCount: 6 } as const;
    const barrier = { type: 'resume' as const, trackId: 't1', members: ['a'], ready: ['a'] };
    expect(apply(sessionOf({ ...start, barrier }, null), seeked)).toMatchObject({
      barrier,
      anchorEvent: 6,
      playState: { mode: 'paused', anchorPositionSec: 9 },
    });
  });

  it('drops the barrier and says why when the server pauses by itself', () => {
    const paused = { event: 'paused', payload: { positionSec: 2, reason: 'nothing-playable' }, eventCount: 6 } as const;
    expect(apply(sessionOf(start, null), paused)).toMatchObject({ barrier: null, pausedReason: 'nothing-playable' });
  });

  it('plays in the order of the queue, the current track first', () => {
    expect(playOrder({ queue: ['x', 'y', 'z'], queueIndex: 1 })).toEqual(['y', 'z', 'x']);
    expect(playOrder({ queue: [], queueIndex: 0 })).toEqual([]);
  });

  it('tells a release that came in between from everything else', () => {
    const waiting = sessionOf({ ...start, barrier: { type: 'track', trackId: 't1', members: ['a'], ready: ['a'] } }, null);
    const released = {
      ...start,
      eventCount: 6,
      anchorEvent: 6,
      playState: { mode: 'playing' as const, anchorPositionSec: 0 },
      listeners: ['a'],
    };
    expect(isOnlyReleased(waiting, released)).toBe(true);
    expect(isOnlyReleased(sessionOf(start, null), released)).toBe(false);
    expect(isOnlyReleased(waiting, { ...released, eventCount: 7 })).toBe(false);
    expect(isOnlyReleased(waiting, { ...released, playState: start.playState })).toBe(false);
  });

  it('knows who is a guest in it', () => {
    const hosted = sessionOf({ ...start, control: 'hosts', clients: { a: { ...ana, host: true }, b: ana } }, null);
    expect(['a', 'b', 'gone'].map((id) => isGuest(hosted, id))).toEqual([false, true, true]);
    expect(isGuest({ ...hosted, control: 'everyone' }, 'b')).toBe(false);
  });

  it('knows who is alone in it', () => {
    const ben = { name: 'Ben', active: false, asleep: false, host: false };
    const clients = { ...start.clients, ben };
    expect(isAlone(sessionOf({ ...start, clients }, null), 'a')).toBe(true);
    expect(isAlone(sessionOf({ ...start, clients: { ...clients, ben: { ...ben, active: true } } }, null), 'a')).toBe(false);
  });

  it('tells where a song stands that is not heard here: the anchor, its age and what has passed since', () => {
    const late = sessionAt({ ...start, playState: { mode: 'playing', anchorPositionSec: 10 }, anchorAgeMs: 25_000 }, null, 1000);
    expect(positionSecAt(late, 6000)).toBe(40);
    const sought = applyAt(late, { event: 'seeked', payload: { positionSec: 90 }, eventCount: 6 }, 7000) as Session;
    expect(positionSecAt(sought, 9000)).toBe(92);
    const paused = applyAt(sought, { event: 'paused', payload: { positionSec: 95 }, eventCount: 7 }, 12_000) as Session;
    expect(positionSecAt(paused, 99_000)).toBe(95);
  });
});

it('copies are differences that no later answer makes stale, and a snapshot has them whole', () => {
  const whole = { ...fc.sample(snapshot, 1)[0], eventCount: 7, copies: { t1: 2, t2: 1 } } as Snapshot;
  const begun = sessionOf(whole, null);
  const after = apply(begun, { event: 'copies.changed', payload: { copies: { t2: 0, t3: 1 } }, eventCount: 3 });
  expect(after?.copies).toEqual({ t1: 2, t2: 0, t3: 1 });
  const { copies: _, ...answer } = whole;
  expect(sessionOf(answer, after)?.copies).toEqual(after?.copies);
  expect(sessionOf(whole, after)?.copies).toEqual(whole.copies);
});
