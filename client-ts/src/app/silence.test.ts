import { describe, expect, it } from 'vitest';
import { both, here, open, release, settled, simulatePhone, snapshotOf, start } from './simulatedPhone';

describe('a phone that is silent by itself', () => {
  const { sim, hear, commands, accept, sounding } = simulatePhone();

  it('is asleep for the room once it is interrupted, and is not asked for the next song', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    sim.events.emit.changed();
    expect(sim.beacons).toEqual(['/asleep']);
    expect(await sim.reasons[0]).toBe('{"reason":"interrupted"}');
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true, host: false } }, ['ben']));
    hear({ event: 'queue.changed', payload: { ...start, queue: ['t2', 't3', 't1'] }, eventCount: 8 });
    hear(open(9, 0, 't2'));
    await settled();
    expect(sim.state.muted.value).toBe('interrupted');
    expect(commands()).toEqual([]);
  });

  it('says so again when what its person did has woken it', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true, host: false } }, ['ben']));
    hear(here(both, ['ben']));
    expect(sim.beacons).toEqual(['/asleep', '/asleep']);
  });

  it('comes back into the running song alone, by its own time zero', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    sim.phone.listen();
    await settled();
    expect(commands()).toEqual(['rejoin NaN']);
    const listeners = ['me', 'ben'];
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners, anchorEvent: 7 });
    expect(sim.player.did).toEqual(['rejoin t1 0']);
    expect(sim.state.muted.value).toBe(null);
  });

  it('comes back to where a seek has moved the song meanwhile', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    hear({ event: 'seeked', payload: { positionSec: 90 }, eventCount: 8 });
    sim.player.did.length = 0;
    sim.phone.listen();
    await settled();
    await accept(0, { eventCount: 8, playState: { mode: 'playing', anchorPositionSec: 90 }, listeners: ['me'], anchorEvent: 8 });
    expect(sim.player.did).toEqual(['rejoin t1 90']);
  });

  it('is back by itself when the phone gives the sound back, but not where its person has paused it', async () => {
    await sounding();
    sim.phone.silence();
    expect(sim.state.muted.value).toBe(null);
    sim.player.positionSec = () => 12 as never;
    sim.phone.silence();
    expect(sim.player.did).toEqual(['silence']);
    sim.events.emit.resumed();
    await settled();
    expect(sim.state.muted.value).toBe('paused');
    expect(commands()).toEqual([]);
    sim.state.muted.value = 'interrupted';
    sim.events.emit.resumed();
    await settled();
    expect(commands()).toEqual(['rejoin NaN']);
  });

  it('stays silent when the room is paused before it has come back', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    sim.phone.listen();
    await settled();
    hear({ event: 'paused', payload: { positionSec: 20 }, eventCount: 8 });
    sim.player.did.length = 0;
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me'], anchorEvent: 7 });
    expect(sim.player.did.filter((did) => did.startsWith('rejoin'))).toEqual([]);
  });

  it('that came after the start has no place to come back to', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    hear(release(7, ['ben']));
    sim.state.muted.value = 'paused';
    sim.phone.listen();
    await settled();
    expect(commands().filter((command) => command.startsWith('rejoin'))).toEqual([]);
  });

  it('wakes when the server takes it for asleep', async () => {
    await sounding();
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true, host: false } }));
    sim.events.emit.changed();
    expect(sim.wakes).toBe(1);
  });

  it('wants a tap for as long as the browser does, and says nothing to the room meanwhile', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.failed('t1', 'blocked', 0);
    expect(sim.beacons).toEqual(['/asleep']);
    hear(open(8, 0, 't1'));
    await settled();
    expect([sim.state.muted.value, commands()]).toEqual(['blocked', []]);
    sim.phone.listen();
    await settled();
    expect(sim.state.muted.value).toBe(null);
    expect(commands()).toContain('ack-download 8');
  });

  it('that is alone goes on where it fell silent, and tells nobody', async () => {
    await sounding();
    hear(here({ me: both.me }, ['me']));
    sim.player.now = null;
    sim.events.emit.interrupted(12);
    await settled();
    expect([commands(), sim.beacons]).toEqual([[], []]);
    expect(sim.state.stoppedSec.value).toBe(12);
    sim.phone.listen();
    await settled();
    expect(sim.gatherings).toBe(1);
    expect(commands(), 'it starts the song where it was, and does not come back into a song that nobody hears').toEqual([]);
    expect(sim.state.muted.value).toBe(null);
  });
});
