import { describe, expect, it } from 'vitest';
import { createPhoneView } from './phoneView';
import { both, simulatePhone, snapshotOf } from './simulatedPhone';

describe('what the screen shows', () => {
  const { sim, hear, downloads, onThisPhone } = simulatePhone();
  const shown = () => createPhoneView(sim.state, { ...downloads, onThisPhone, underWay: { value: null } } as never);

  it('is the queue in play order, with whose wishes stand in it', () => {
    hear(snapshotOf({ queueIndex: 1, wishes: { t3: 'ben', t1: 'me' }, putAside: ['t4'] }));
    const { queue, track } = shown().value;
    expect(queue.order).toEqual(['t2', 't3', 't1']);
    expect(track?.trackId).toBe('t2');
    expect(queue.wishes.get('t3')).toEqual({ name: 'Ben', isMe: false });
    expect(queue.wishes.get('t1')).toEqual({ name: 'Ana', isMe: true });
    expect(queue.putAside).toEqual(['t4']);
  });

  it('leaves the queue the same object while something else changes', () => {
    hear(snapshotOf({}));
    const view = shown();
    const { queue } = view.value;
    hear({ event: 'seeked', payload: { positionSec: 9 }, eventCount: 6 });
    sim.state.online.value = false;
    expect(view.value.queue).toBe(queue);
    sim.state.tracks.value = new Map();
    expect(view.value.queue).not.toBe(queue);
  });

  it('knows a guest of a hosted room', () => {
    hear(snapshotOf({ control: 'hosts' }));
    expect(shown().value.guest).toBe(true);
    hear(snapshotOf({ control: 'hosts', clients: { ...both, me: { ...both.me, host: true } } }));
    expect(shown().value.guest).toBe(false);
  });

  describe('while a start waits for long', () => {
    const waiting = { barrier: { type: 'track' as const, trackId: 't1', members: ['me', 'ben'], ready: ['me'] } };
    const offered = () => shown().value.barrier?.everyoneHas?.trackId;
    it('offers what lies on every phone that is here, soonest first', () => {
      hear(snapshotOf({ ...waiting, queue: ['t1', 't2', 't3', 't4'], copies: { t1: 2, t2: 1, t3: 2, t4: 2 } }));
      expect(offered()).toBe(undefined);
      sim.state.waitsLong.value = true;
      expect(offered()).toBe('t3');
    });
    it('offers nothing to guests, and nothing where no song is everywhere', () => {
      sim.state.waitsLong.value = true;
      hear(snapshotOf({ ...waiting, copies: { t2: 1 } }));
      expect(offered()).toBe(undefined);
      hear(snapshotOf({ ...waiting, copies: { t2: 2 }, control: 'hosts' }));
      expect(offered()).toBe(undefined);
    });
  });

  it('tells who sits the song out from who is late to it', () => {
    const satOut = { trackId: 't1', reason: 'format' as const };
    const playing = { playState: { mode: 'playing' as const, anchorPositionSec: 0 }, listeners: [] };
    hear(snapshotOf({ ...playing, clients: { ...both, me: { ...both.me, satOut } } }));
    expect(shown().value.people.map(({ state, reason }) => [state, reason])).toEqual([
      ['late', 'format'],
      ['late', undefined],
    ]);
    expect(shown().value.cannotPlay).toBe(false);
    sim.state.unplayable.value = new Set(['t1']);
    expect(shown().value.cannotPlay).toBe(true);
  });

  it('says that a phone that has all of the song is no longer downloading', () => {
    hear(snapshotOf({ barrier: { type: 'track', trackId: 't1', members: ['me', 'ben'], ready: [] } }));
    expect(shown().value.people[0]).toMatchObject({ isMe: true, state: 'downloading', percent: 100 });
  });
});
