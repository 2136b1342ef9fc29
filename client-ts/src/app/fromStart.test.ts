import { beforeEach, describe, expect, it } from 'vitest';
import { open, settled, simulatePhone, snapshotOf } from './simulatedPhone';

describe('a phone that plays a song right from its start only', () => {
  const { sim, hear, commands, sounding } = simulatePhone();
  const why = 'This phone plays FLAC only from the start of a song. It joins at the next one.';
  const told = () => sim.state.bubbles.list.value.map((b) => b.text);
  beforeEach(() => {
    const fromStart = (trackId: string) =>
      [trackId, { trackId, fileName: 'a.flac', size: 6, mime: 'audio/flac', fromStart: true }] as const;
    sim.state.tracks.value = new Map(['t1', 't2', 't3'].map(fromStart));
  });

  it('starts it there like any other', async () => {
    await sounding();
    expect(sim.player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
    hear({ event: 'seeked', payload: { positionSec: 0.5 }, eventCount: 8 });
    expect(sim.player.did).toEqual(['seek 0.5']);
    expect(told()).toEqual([]);
  });

  it('sits it out where it would start in the middle, and says why', async () => {
    hear(snapshotOf({ playState: { mode: 'paused', anchorPositionSec: 40 } }));
    hear(open(6, 40));
    await settled();
    expect(commands()).toEqual(['sit-out 6']);
    expect(sim.sent[0]?.body).toEqual({ trackId: 't1', reason: 'from-start' });
    expect(told()).toEqual([why]);
  });

  it('falls silent at a seek, and sits out the rest', async () => {
    await sounding();
    hear({ event: 'seeked', payload: { positionSec: 30 }, eventCount: 8 });
    expect(sim.player.did).toEqual(['silence']);
    await settled();
    await settled();
    expect(commands()).toEqual(['sit-out 8']);
    expect(told()).toEqual([why]);
  });

  it('waits for the next song when it could come back', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.interrupted();
    sim.phone.listen();
    await settled();
    expect(commands()).toEqual([]);
    expect(told()).toContain(why);
    expect(sim.state.muted.value).toBe(null);
  });
});
