import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot, Track } from '../protocol/messages';
import { createActions } from './actions';
import type { Joining } from './joining';
import type { Library } from './library';
import { settled, simulatePhone, snapshotOf } from './simulatedPhone';

describe('the way back to the song before', () => {
  const { sim, onThisPhone, hear, commands, accept, refuse } = simulatePhone();
  const bubbles = () => sim.state.bubbles.list.value;
  const undo = async () => {
    bubbles()[0]?.action?.run();
    await settled();
  };
  const barrierOf = (trackId: string) => ({ type: 'track' as const, trackId, members: ['me', 'ben'], ready: [] });
  const playing = { playState: { mode: 'playing' as const, anchorPositionSec: 0 }, anchorEvent: 5, listeners: ['me', 'ben'] };
  const wentBack = { eventCount: 7, barrier: barrierOf('t3') };
  const wentForth = { eventCount: 9, barrier: barrierOf('t1') };

  /** Goes back from `t1`, which has played for 12 s, and is taken to the last of the queue. */
  async function back(before: Partial<Snapshot>, after: Partial<Snapshot> = wentBack) {
    hear(snapshotOf(before));
    createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => 12).previous();
    await vi.waitFor(() => expect(commands()).toEqual(['previous 5']));
    await accept(0, after);
  }
  beforeEach(() => {
    // Else this phone would say that it is ready.
    onThisPhone.value = new Set();
    const song: Track = { trackId: 't3', fileName: 'Wanderer.mp3', size: 1, mime: 'audio/mpeg' };
    sim.state.tracks.value = new Map([['t3', song]]);
  });

  it('is undone by next, and by the place at which the song was', async () => {
    await back(playing);
    expect(bubbles().map(({ text, action }) => [text, action?.label])).toEqual([['Back to Wanderer.', 'Undo']]);
    await undo();
    await accept(1, wentForth);
    expect(commands()).toEqual(['previous 5', 'next 7', 'seek 9']);
    expect(sim.sent[2]?.body).toEqual({ positionSec: 12 });
  });

  it('is undone to a song that stands where it stood', async () => {
    await back({});
    await undo();
    await accept(1, wentForth);
    expect([commands().at(-1), sim.sent[2]?.body]).toEqual(['pause 9', { positionSec: 12 }]);
  });

  it('is undone although it has begun meanwhile, which is nobody’s doing', async () => {
    await back(playing);
    await undo();
    await refuse(1, { ...playing, eventCount: 8, anchorEvent: 8, queue: ['t3', 't1', 't2'] });
    await accept(2, { ...wentForth, eventCount: 10 });
    expect(commands()).toEqual(['previous 5', 'next 7', 'next 8', 'seek 10']);
    expect(bubbles()).toEqual([]);
  });

  it('is not undone where somebody has done something since', async () => {
    await back(playing);
    hear(snapshotOf({ ...playing, eventCount: 9, anchorEvent: 9, queue: ['t3', 't1', 't2'] }));
    await undo();
    await refuse(1, { ...playing, eventCount: 9, anchorEvent: 9 });
    expect(commands()).toEqual(['previous 5', 'next 7']);
    expect(bubbles().map(({ text }) => text)).toEqual(['Ben was faster. Out of date; refreshing...']);
  });

  it('does not seek in another song, where the one that was current is gone', async () => {
    await back(playing);
    await undo();
    await accept(1, { eventCount: 9, barrier: barrierOf('t2') });
    expect(commands()).toEqual(['previous 5', 'next 7']);
  });

  it.each([
    ['came from the middle of the queue', playing, { ...wentBack, barrier: barrierOf('t2') }],
    ['was wished', { ...playing, wishes: { t3: 'ben' } }, wentBack],
  ])('has no undo where the track %s: next would leave another order', async (_, before, after) => {
    await back(before, after);
    expect(bubbles()).toEqual([]);
  });
});
