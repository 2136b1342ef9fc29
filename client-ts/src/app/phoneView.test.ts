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
});
