import { describe, expect, it, vi } from 'vitest';
import { createActions } from './actions';
import type { Joining } from './joining';
import type { Library } from './library';
import { simulatePhone, snapshotOf, start } from './simulatedPhone';

describe('a change of the order', () => {
  const { sim, hear, commands, accept, refuse } = simulatePhone();
  const bubbles = () => sim.state.bubbles.list.value;
  const actions = () => createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => null);

  it('is told once it is done, and is undone by the server', async () => {
    hear(snapshotOf({}));
    actions().change('wish', { trackId: 't3' }, 'You wished Wanderer.');
    expect(bubbles()).toEqual([]);
    await accept(0, { eventCount: 6 });
    expect(bubbles().map(({ text }) => text)).toEqual(['You wished Wanderer.']);
    bubbles()[0]?.action?.run();
    expect(commands()).toEqual(['wish 5', 'undo 6']);
    expect(bubbles()).toEqual([]);
  });

  it('says in words why it was refused', async () => {
    hear(snapshotOf({}));
    actions().change('unwish', { trackId: 't3' }, 'Done.');
    sim.sent[0]?.answer(422, { type: 'not-your-wish', title: 'Not your wish' });
    await vi.waitFor(() =>
      expect(bubbles().map(({ text, action }) => [text, action])).toEqual([['This phone has not wished this track.', null]]),
    );
  });

  it('counts for nothing where somebody was faster, and the page knows better after that', async () => {
    hear(snapshotOf({}));
    actions().change('shuffle', {}, 'Done.');
    await refuse(0, { ...start, eventCount: 8 });
    expect(bubbles().map(({ text }) => text)).toEqual(['Out of date; refreshing...']);
    expect(sim.state.session.value?.eventCount).toBe(8);
  });
});
