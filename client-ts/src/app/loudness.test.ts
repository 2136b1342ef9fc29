import { describe, expect, it } from 'vitest';
import type { Track } from '../protocol/messages';
import { volumeOf } from './loudness';
import { simulatePhone, snapshotOf } from './simulatedPhone';

describe('the volume of a track', () => {
  const { sim, hear } = simulatePhone();

  function volume(gainDb: number | undefined, evenLoudness = true) {
    hear(snapshotOf({ evenLoudness }));
    sim.state.tracks.value = new Map([['t1', { trackId: 't1', gainDb } as Track]]);
    return volumeOf(sim.state, 't1');
  }

  it('is less for what is too loud, so that all are alike', () => {
    expect(volume(-6)).toBeCloseTo(0.501, 3);
    expect(volume(-20)).toBeCloseTo(0.1, 5);
  });

  it.each([undefined, 0, 3])('is whole for a gain of %s: no phone is sure to be able to play louder', (gainDb) =>
    expect(volume(gainDb)).toBe(1),
  );

  it('is whole where the host screen says that each song is as loud as it is', () => expect(volume(-6, false)).toBe(1));

  it('is whole for a track that is not known, and before the session is', () => {
    expect(volumeOf(sim.state, 't1')).toBe(1);
    hear(snapshotOf({}));
    expect(volumeOf(sim.state, 't9')).toBe(1);
  });

  it('changes when the host screen says so', () => {
    expect(volume(-20)).toBeCloseTo(0.1, 5);
    const { clients, listeners, control } = snapshotOf({}).payload as never;
    hear({ event: 'clients.changed', payload: { clients, listeners, control, evenLoudness: false }, eventCount: 5 });
    expect(volumeOf(sim.state, 't1')).toBe(1);
  });
});
