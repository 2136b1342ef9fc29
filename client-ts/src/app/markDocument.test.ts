import { expect, it } from 'vitest';
import { markDocument } from './markDocument';
import { createPhoneView } from './phoneView';
import { deferUntil } from './renderPause';
import { open, release, simulatePhone, snapshotOf } from './simulatedPhone';

const { sim, hear, downloads, onThisPhone } = simulatePhone();

it('what the document says of itself is so at once, also while nothing is drawn', () => {
  const view = createPhoneView(sim.state, { ...downloads, onThisPhone, underWay: { value: null } } as never);
  const drawn = deferUntil(view, sim.state.renderPauseUntilMs);
  const dataset: DOMStringMap = {};
  markDocument(dataset, sim.state, view);
  hear(snapshotOf({}));
  expect(dataset).toEqual({ state: 'paused', eventCount: '5' });
  hear(open(6));
  expect(dataset).toEqual({ state: 'waiting', eventCount: '6' });
  expect(drawn.value.phase).toBe('paused');
  hear(release(7));
  expect(dataset).toEqual({ state: 'playing', eventCount: '7' });
  expect(drawn.value.phase).toBe('paused');
});
