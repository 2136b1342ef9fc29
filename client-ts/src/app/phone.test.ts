import { describe, expect, it } from 'vitest';
import { both, open, release, settled, simulatePhone, snapshotOf, start } from './simulatedPhone';

describe('a phone', () => {
  const { sim, hear, commands, accept, refuse, sounding } = simulatePhone();

  it('goes out when its session is closed, and asks for nothing more', async () => {
    await sounding();
    hear({ event: 'refresh', payload: { reason: 'closed' }, eventCount: 7 });
    await settled();
    expect(sim.closings).toBe(1);
    expect(commands()).toEqual([]);
  });

  it('goes out when the host removes it, and asks for nothing more', async () => {
    await sounding();
    hear({ event: 'refresh', payload: { reason: 'removed' }, eventCount: 7 });
    await settled();
    expect(sim.removals).toBe(1);
    expect(commands()).toEqual([]);
  });

  it('stays silent at a release that it is no part of', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    hear(release(7, ['ben']));
    expect(sim.player.did).not.toContain('start t1');
  });

  it('sounds at the release though an answer told of it before', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 });
    expect(sim.player.now).toBe(null);
    hear(release(7));
    expect(sim.player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
    hear(release(7));
    expect(sim.player.did.filter((d) => d === 'start t1')).toHaveLength(1);
    expect(sim.player.did).toContain('started 7');
  });

  it('does not sound at a release that an answer has overtaken with a pause', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await refuse(0, { eventCount: 8, anchorEvent: 8 });
    hear(release(7));
    expect(sim.player.now).toBe(null);
  });

  it('is left alone by a reconnection that finds it still in the sound', async () => {
    await sounding();
    hear(snapshotOf({ eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 }));
    expect(sim.player.did).toEqual([]);
    expect(sim.player.now).not.toBe(null);
  });

  it('falls silent when a reconnection finds it out of the sound', async () => {
    await sounding();
    hear(snapshotOf({ eventCount: 9, playState: { mode: 'playing', anchorPositionSec: 50 }, listeners: ['ben'], anchorEvent: 9 }));
    expect(sim.player.did).toEqual(['silence']);
  });

  it('jumps with a seek, and with one that it learns of by a refusal', async () => {
    await sounding();
    hear({ event: 'seeked', payload: { positionSec: 30 }, eventCount: 8 });
    expect(sim.player.did).toEqual(['seek 30']);
    const playing = { mode: 'playing' as const, anchorPositionSec: 150 };
    sim.events.emit.snapshot({ ...start, eventCount: 9, anchorEvent: 9, playState: playing, listeners: ['me'] }, true);
    hear({ event: 'seeked', payload: { positionSec: 150 }, eventCount: 9 });
    expect(sim.player.did).toEqual(['seek 30', 'seek 150']);
  });

  it('asks for the next song when its own has ended, until it is no longer needed', async () => {
    await sounding();
    sim.events.emit.ended(7);
    expect(commands()).toEqual(['next 7']);
    // A nudge came between: the song is over all the same.
    const still = { eventCount: 8, playState: { mode: 'playing' as const, anchorPositionSec: 0 }, listeners: ['me'], anchorEvent: 7 };
    await refuse(0, still);
    expect(commands()).toEqual(['next 7', 'next 8']);
    await refuse(1, { eventCount: 10, barrier: { type: 'track', trackId: 't2', members: ['me'], ready: [] }, queue: ['t2', 't3', 't1'] });
    await settled();
    expect(commands().filter((c) => c.startsWith('next'))).toEqual(['next 7', 'next 8']);
    expect(sim.state.bubbles.list.value).toEqual([]);
  });

  it('says that its song has ended, which even a guest may', async () => {
    await sounding();
    sim.events.emit.ended(7);
    expect(sim.sent[0]?.body).toEqual({ ended: true });
    expect(sim.sent[0]?.headers.Prefer).toBe('return=minimal');
  });

  it('comes into the song after its start, and without a word to the room, when it has lost what was ready', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0);
    sim.player.isEmpty = true;
    sim.player.did.length = 0;
    hear(release(7));
    await settled();
    expect(sim.player.did).toEqual(['start t1', 'rejoin t1 0', 'started 7']);
    expect(sim.player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
    expect(commands()).toEqual(['ack-download 6']);
  });

  it.each([
    ['because it cannot play it', false, { trackId: 't1', reason: 'format' }, 'Format not supported. Skipping...'],
    ['until another copy is here', true, { trackId: 't1' }, 'The song does not go on here. This phone joins at the next one.'],
  ])('sits out a song that breaks in its middle %s', async (_, hasOther, body, said) => {
    await sounding();
    if (hasOther) sim.otherCopies.add('t1');
    sim.player.now = null;
    sim.events.emit.failed('t1', 'unsupported');
    await settled();
    expect(sim.sent.map(({ command, body }) => [command, body])).toEqual([['sit-out', body]]);
    expect(sim.state.unplayable.value.has('t1')).toBe(!hasOther);
    expect(sim.state.bubbles.list.value.map((b) => b.text)).toEqual([said]);
  });

  it('sits out a song that does not go on, says so, and is in for the next one', async () => {
    await sounding();
    sim.player.now = null;
    sim.events.emit.failed('t1', 'stuck');
    await settled();
    expect(sim.state.muted.value).toBe(null);
    expect(sim.sent.map(({ command, body }) => [command, body])).toEqual([['sit-out', { trackId: 't1' }]]);
    expect(sim.state.bubbles.list.value.map((b) => b.text)).toEqual(['The song does not go on here. This phone joins at the next one.']);
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['ben'], anchorEvent: 7 });
    expect(sim.state.unplayable.value.has('t1')).toBe(false);
    hear(open(8));
    await settled();
    expect(commands()).toEqual(['sit-out 7', 'ack-download 8']);
  });

  it.each([
    ['everyone', 1],
    ['hosts', 0],
  ] as const)('alone in a room of %s, starts the song anew %d times where it is not let back', async (control, gatherings) => {
    await sounding();
    const alone = { clients: { me: both.me }, control };
    hear({ event: 'clients.changed', payload: { ...alone, listeners: ['me'], evenLoudness: true }, eventCount: 7 });
    sim.player.now = null;
    sim.events.emit.interrupted();
    sim.events.emit.resumed();
    await refuse(0, { ...alone, eventCount: 8, anchorEvent: 8 });
    expect(sim.gatherings).toBe(gatherings);
  });
});
