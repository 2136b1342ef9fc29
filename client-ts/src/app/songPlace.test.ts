import { describe, expect, it } from 'vitest';
import { createActions } from './actions';
import type { Joining } from './joining';
import type { Library } from './library';
import { both, here, simulatePhone, snapshotOf } from './simulatedPhone';
import { createSongPlace } from './songPlace';

describe('where the song is', () => {
  const { sim, hear, sounding } = simulatePhone();
  const place = () => createSongPlace(sim.state, { positionSec: () => null });
  const playing = { playState: { mode: 'playing' as const, anchorPositionSec: 30 }, anchorAgeMs: 12_000, anchorEvent: 7, eventCount: 7 };

  it('is what the session says, for a phone that others go on without', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    hear(snapshotOf({ ...playing, listeners: ['ben'] }));
    expect(place().soundingSec()).toBe(null);
    expect(place().positionSec()).toBeCloseTo(42, 0);
  });

  it('is where it fell silent, for a phone that is alone', async () => {
    await sounding();
    hear(here({ me: both.me }, ['me']));
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    expect(place().soundingSec()).toBe(12);
  });

  it('is what the session says while the browser wants a tap: the song did not stop here, it never began', async () => {
    hear(snapshotOf({ ...playing, clients: { me: both.me }, listeners: ['me'] }));
    sim.events.emit.failed('t1', 'blocked', 0);
    expect(place().positionSec()).toBeCloseTo(42, 0);
    createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, place().soundingSec).pause();
    expect(sim.sent.at(-1)).toMatchObject({ command: 'pause', body: {} });
  });
});
