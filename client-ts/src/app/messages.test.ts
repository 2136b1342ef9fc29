import { describe, expect, it, vi } from 'vitest';
import type { AnsweredSnapshot, Message } from '../protocol/messages';
import { settled, simulatePhone, snapshotOf, start } from './simulatedPhone';

/** Also while a test has replaced the timers. */
const { setTimeout: after } = globalThis;
const passed = () => new Promise((resolve) => after(resolve));

const { queue: _, ...minimal } = start;
const advance = (eventCount: number): Message => ({
  event: 'queue.changed',
  payload: { queueIndex: 0, wishes: {}, putAside: [], advance: true },
  eventCount,
});
const atBarrier = (eventCount: number): AnsweredSnapshot => ({
  ...minimal,
  eventCount,
  barrier: { type: 'track', trackId: 't2', members: ['ben'], ready: [] },
});

describe('what the server says', () => {
  const { sim, hear } = simulatePhone();
  const queue = () => sim.state.session.value?.queue;
  const snapshots = () => sim.sent.filter(({ command }) => command === 'snapshot');

  it('counts at once where it needs no queue, and the queue comes by the stream', () => {
    hear(snapshotOf({}));
    sim.events.emit.snapshot({ ...minimal, eventCount: 7, putAside: ['t3'] });
    expect(sim.state.session.value).toMatchObject({ eventCount: 7, queue: ['t1', 't2', 't3'], putAside: [] });
    hear(advance(6));
    expect(sim.state.session.value).toMatchObject({ eventCount: 7, queue: ['t2', 't3', 't1'] });
  });

  it('waits for the stream where another track is current', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    hear(snapshotOf({}));
    sim.events.emit.snapshot(atBarrier(7));
    expect(sim.state.session.value?.barrier).toBe(null);
    hear(advance(6));
    hear({ event: 'barrier.open', payload: { type: 'track', trackId: 't2', positionSec: 0, members: ['ben'], ready: [] }, eventCount: 7 });
    vi.runAllTimers();
    vi.useRealTimers();
    expect(sim.state.session.value).toMatchObject({ eventCount: 7, queue: ['t2', 't3', 't1'], barrier: { trackId: 't2' } });
    expect(snapshots()).toEqual([]);
  });

  it('is asked for where the stream does not bring it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    hear(snapshotOf({}));
    sim.events.emit.snapshot(atBarrier(7));
    vi.runAllTimers();
    vi.useRealTimers();
    expect(snapshots()).toHaveLength(1);
    snapshots()[0]?.answer(200, { ...atBarrier(7), queue: ['t2', 't3', 't1'] });
    await settled();
    await settled();
    expect(sim.state.session.value).toMatchObject({ eventCount: 7, queue: ['t2', 't3', 't1'], barrier: { trackId: 't2' } });
  });

  it('is asked for once where the server has gone back to an older state', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    hear(snapshotOf({}));
    sim.events.emit.snapshot(atBarrier(70));
    vi.runAllTimers();
    snapshots()[0]?.answer(200, { ...start, eventCount: 5 });
    await passed();
    await passed();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(snapshots()).toHaveLength(1);
  });

  it('is asked for after a gap, again if the answer is older than what was heard', async () => {
    hear(snapshotOf({}));
    hear(advance(7));
    await settled();
    expect(queue()).toEqual(['t1', 't2', 't3']);
    hear(advance(8));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    snapshots()[0]?.answer(200, { ...start, eventCount: 7, queue: ['t3', 't1', 't2'] });
    await passed();
    await passed();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(queue()).toEqual(['t3', 't1', 't2']);
    expect(snapshots()).toHaveLength(2);
    snapshots()[1]?.answer(200, { ...start, eventCount: 8, queue: ['t1', 't2', 't3'] });
    await settled();
    await settled();
    expect(sim.state.session.value).toMatchObject({ queue: ['t1', 't2', 't3'], queueAt: 8, eventCount: 8 });
  });
});
