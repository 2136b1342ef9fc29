import { describe, expect, it, vi } from 'vitest';
import type { Track } from '../protocol/messages';
import { open, progress, release, settled, simulatePhone, snapshotOf } from './simulatedPhone';

describe('a phone that a barrier waits for', () => {
  const { sim, downloads, onThisPhone, hear, commands, accept, refuse } = simulatePhone();

  it('says that it is ready once it can sound at once, and sounds in the task in which it hears the release', async () => {
    onThisPhone.value = new Set();
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    expect(commands()).toEqual([]);
    onThisPhone.value = new Set(['t1']);
    sim.events.emit.changed();
    await settled();
    expect(sim.player.did).toEqual(['prime t1 0']);
    expect(commands()).toEqual(['ack-download 6']);
    await accept(0);
    expect(sim.player.now).toBe(null);
    hear(release(7));
    expect(sim.player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
  });

  it('says it once, though others say it meanwhile', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    hear(progress(6, ['ben']));
    hear(progress(6, ['ben']));
    await accept(0);
    hear(progress(6, ['ben', 'me']));
    await settled();
    expect(commands()).toEqual(['ack-download 6']);
  });

  it('says it again when somebody was faster, as often as it takes', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    const barrier = { type: 'track' as const, trackId: 't1', members: ['me'], ready: [] };
    await refuse(0, { eventCount: 8, barrier });
    await vi.waitFor(() => expect(commands()).toEqual(['ack-download 6', 'ack-download 8']));
  });

  it('says it again to a server that took it out of the barrier meanwhile', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0);
    hear(snapshotOf({ eventCount: 6, barrier: { type: 'track', trackId: 't1', members: ['me', 'ben'], ready: [] } }));
    await settled();
    expect(commands()).toEqual(['ack-download 6', 'ack-download 6']);
  });

  it('is primed anew, but says nothing, when the place moves while it waits', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0);
    hear(progress(6, ['me']));
    hear({ event: 'seeked', payload: { positionSec: 30 }, eventCount: 7 });
    await settled();
    expect(sim.player.did).toContain('prime t1 30');
    expect(commands()).toEqual(['ack-download 6']);
  });

  it.each(['otherForms', 'otherCopies'] as const)('sits out only what it cannot play after all: %s', async (others) => {
    sim.player.primes = 'unsupported';
    sim[others].add('t1');
    hear(snapshotOf({}));
    await settled();
    expect(sim.state.unplayable.value).toEqual(new Set(['t1', 't2']));
    expect(sim.player.did.filter((did) => did === 'prime t1 0')).toHaveLength(2);
  });

  it('sits out what its browser says it cannot play without having fetched it, and says so', async () => {
    onThisPhone.value = new Set();
    const track = (trackId: string) => ({ trackId, fileName: trackId, size: 1e8, mime: 'audio/aiff' });
    sim.state.tracks.value = new Map<string, Track>([
      ['t1', { ...track('t1'), unplayable: true }],
      ['t2', track('t2')],
    ]);
    const wanted = () => vi.mocked(downloads.want).mock.lastCall?.[0].map(({ trackId }) => trackId);
    hear(snapshotOf({}));
    expect(wanted()).toEqual(['t2']);
    hear({ event: 'refresh', payload: { reason: 'library' }, eventCount: 5 });
    expect(wanted(), 'other files leave the browser as it is').toEqual(['t2']);
    hear(open(6));
    expect(sim.sent.map(({ command, body }) => [command, body])).toEqual([['sit-out', { trackId: 't1', reason: 'format' }]]);
    expect(sim.state.bubbles.list.value.map((b) => b.text)).toEqual(['Format not supported. Skipping...']);
  });

  it('sits out what it cannot play, and says so once', async () => {
    sim.player.primes = 'unsupported';
    hear(snapshotOf({}));
    await settled();
    hear(open(6));
    await settled();
    hear(progress(6, ['ben']));
    await settled();
    expect(commands()).toEqual(['sit-out 6']);
    expect(sim.sent[0]?.body).toEqual({ trackId: 't1', reason: 'format' });
    expect(sim.state.bubbles.list.value.map((b) => b.text)).toEqual(['Format not supported. Skipping...']);
  });
});
