import { describe, expect, it, vi } from 'vitest';
import { both, here, open, release, settled, simulatePhone, snapshotOf, start } from './simulatedPhone';

describe('a phone that is silent by itself', () => {
  const { sim, downloads, hear, commands, accept, refuse, sounding } = simulatePhone();

  it('is asleep for the room once it is interrupted, and is not asked for the next song', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
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
    sim.events.emit.interrupted();
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true, host: false } }, ['ben']));
    hear(here(both, ['ben']));
    expect(sim.beacons).toEqual(['/asleep', '/asleep']);
  });

  it('comes back into the running song alone, by its own time zero', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
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
    sim.events.emit.interrupted();
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

  it('stays silent at a start before which its person has paused it', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    sim.phone.silence();
    expect([sim.state.muted.value, sim.beacons]).toEqual(['paused', ['/asleep']]);
    hear(release(7));
    expect(sim.player.did).not.toContain('start t1');
  });

  it('does not come back by itself once its person has paused it, too', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
    sim.phone.silence();
    sim.events.emit.resumed();
    await settled();
    expect([sim.state.muted.value, commands()]).toEqual(['paused', []]);
  });

  it('is not silenced by a pause while the room is paused', () => {
    hear(snapshotOf({}));
    sim.phone.silence();
    expect(sim.state.muted.value).toBe(null);
  });

  it('stays silent when the room is paused before it has come back', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
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

  it.each([
    ['the song has moved on', 'seek', ['rejoin t1 0', 'seek 90', 'rejoin t1 90']],
    ['its person wants silence after all', 'pause', ['rejoin t1 0']],
  ] as const)('does not come back to where it was when meanwhile %s', async (_, meanwhile, did) => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
    let come = (_: Blob) => {};
    vi.spyOn(downloads, 'get').mockReturnValueOnce(new Promise((resolve) => (come = resolve)));
    sim.phone.listen();
    await settled();
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 });
    if (meanwhile === 'seek') hear({ event: 'seeked', payload: { positionSec: 90 }, eventCount: 8 });
    else sim.phone.silence();
    come(new Blob(['x']));
    await settled();
    expect(sim.player.did).toEqual(did);
    expect(sim.player.now).toEqual(meanwhile === 'seek' ? { trackId: 't1', anchorEvent: 8 } : null);
  });

  it('sits the song out, and says so, when its bytes are gone', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
    vi.spyOn(downloads, 'get').mockResolvedValueOnce(null);
    sim.phone.listen();
    await settled();
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 });
    expect(commands()).toEqual(['rejoin NaN', 'sit-out 7']);
    expect(sim.state.bubbles.list.value.at(-1)?.text).toBe('The song does not go on here. This phone joins at the next one.');
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
    sim.events.emit.failed('t1', 'blocked');
    expect(sim.beacons).toEqual(['/asleep']);
    hear(open(8, 0, 't1'));
    await settled();
    expect([sim.state.muted.value, commands()]).toEqual(['blocked', []]);
    sim.phone.listen();
    await settled();
    expect(sim.state.muted.value).toBe(null);
    expect(commands()).toContain('ack-download 8');
  });

  describe('and alone', () => {
    const goesOn = { eventCount: 7, playState: { mode: 'playing' as const, anchorPositionSec: 0 }, listeners: ['me'], anchorEvent: 7 };
    async function alone(why: 'interrupted' | 'paused') {
      await sounding();
      hear(here({ me: both.me }, ['me']));
      if (why === 'paused') sim.phone.silence();
      else sim.events.emit.interrupted();
      sim.player.now = null;
      sim.player.did.length = 0;
      await settled();
      expect([sim.state.muted.value, commands(), sim.beacons]).toEqual([why, [], []]);
    }

    it('comes back without a command to the room when its person wants it', async () => {
      await alone('paused');
      sim.phone.listen();
      await settled();
      expect(commands()).toEqual(['rejoin NaN']);
      await accept(0, goesOn);
      expect(sim.player.did).toEqual(['rejoin t1 0']);
      expect([sim.state.muted.value, sim.gatherings]).toEqual([null, 0]);
    });

    it('comes back without a command to the room when the call is over', async () => {
      await alone('interrupted');
      sim.events.emit.resumed();
      await settled();
      await accept(0, goesOn);
      expect(sim.player.did).toEqual(['rejoin t1 0']);
      expect(sim.gatherings).toBe(0);
    });

    it.each([
      ['the room does not play any more', 409, { eventCount: 8, anchorEvent: 8 }],
      ['another phone had started it', 422, null],
    ])('starts the song anew where it is not let back: %s', async (_, status, snapshot) => {
      await alone('paused');
      sim.phone.listen();
      await settled();
      expect(sim.gatherings).toBe(0);
      if (snapshot) await refuse(0, { ...snapshot, clients: { me: both.me } });
      else sim.sent[0]?.answer(status, { type: 'not-in-the-song', title: 'Not in the song', status });
      await settled();
      expect(sim.gatherings).toBe(1);
    });

    it('joins the start that is pending where it is not let back', async () => {
      await alone('paused');
      sim.phone.listen();
      await settled();
      const barrier = { type: 'track' as const, trackId: 't1', members: ['me'], ready: [] };
      await refuse(0, { eventCount: 8, barrier, clients: { me: both.me } });
      await settled();
      expect(sim.gatherings).toBe(0);
      expect(commands()).toContain('ack-download 8');
    });

    it('only unlocks its sound where the browser wanted a tap', async () => {
      await alone('paused');
      sim.state.muted.value = 'blocked';
      sim.phone.listen();
      await settled();
      await refuse(0, { eventCount: 8, anchorEvent: 8, clients: { me: both.me } });
      expect([sim.state.muted.value, sim.gatherings]).toEqual([null, 0]);
    });
  });
});
