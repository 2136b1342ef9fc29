import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import { createEmitter } from '../emitter';
import type { Player, Primed } from '../player/player';
import type { Message, Snapshot } from '../protocol/messages';
import type { Events } from './events';
import { createPhone, type Phone } from './phone';
import { createState, type State } from './state';

const start: Snapshot = {
  eventCount: 5,
  queue: ['t1', 't2', 't3'],
  queueIndex: 0,
  playState: { mode: 'paused', anchorPositionSec: 0 },
  anchorAgeMs: 0,
  barrier: null,
  clients: { me: { name: 'Ana', active: true, asleep: false }, ben: { name: 'Ben', active: true, asleep: false } },
  listeners: [],
  anchorEvent: 5,
};
const snapshotOf = (change: Partial<Snapshot>): Message => {
  const payload = { ...start, ...change };
  return { event: 'snapshot', payload, eventCount: payload.eventCount };
};
const open = (eventCount: number, positionSec = 0, trackId = 't1'): Message => ({
  event: 'barrier.open',
  payload: { type: 'track', trackId, positionSec, members: ['me', 'ben'], ready: [] },
  eventCount,
});
const release = (eventCount: number, members = ['me', 'ben'], trackId = 't1'): Message => ({
  event: 'barrier.release',
  payload: { type: 'track', trackId, positionSec: 0, members },
  eventCount,
});
const progress = (eventCount: number, ready: string[], setAside: string[] = [], members = ['me', 'ben']): Message => ({
  event: 'barrier.progress',
  payload: { trackId: 't1', members, ready, waiting: [], setAside },
  eventCount,
});

/** The elements, without any: what the phone asked of them, in order. */
class FakePlayer implements Player {
  readonly did: string[] = [];
  now: { trackId: string; anchorEvent: number } | null = null;
  primed = new Set<string>();
  primes: Primed = 'primed';
  unlock = async () => true;
  async prime(trackId: string, _fetch: () => Promise<Blob | null>, positionSec: number): Promise<Primed> {
    this.did.push(`prime ${trackId} ${positionSec}`);
    if (this.primes === 'primed')
      this.primed = new Set([...this.primed].filter((p) => !p.startsWith(trackId))).add(`${trackId} ${positionSec}`);
    return this.primes;
  }
  isPrimed = (trackId: string, positionSec: number) => this.primed.has(`${trackId} ${positionSec}`);
  start(trackId: string, _positionSec: number, anchorEvent: number) {
    this.did.push(`start ${trackId}`);
    this.primed.delete(`${trackId} 0`);
    this.now = { trackId, anchorEvent };
  }
  seek(positionSec: number, anchorEvent: number) {
    this.did.push(`seek ${positionSec}`);
    if (this.now) this.now.anchorEvent = anchorEvent;
  }
  silence() {
    if (this.now) this.did.push('silence');
    this.now = null;
  }
  stop() {}
  async rejoin(trackId: string, _fetch: () => Promise<Blob | null>, positionSec: number, anchorEvent: number) {
    this.did.push(`rejoin ${trackId} ${positionSec}`);
    this.now = { trackId, anchorEvent };
    return true;
  }
  onBeat() {}
  setOutputDelay() {}
  click() {}
  reading = () => null;
  positionSec = () => null;
  sounding = () => this.now;
}

describe('a phone', () => {
  let state: State;
  let player: FakePlayer;
  let phone: Phone;
  let events: Events;
  let closings = 0;
  let removals = 0;
  let gatherings = 0;
  let wakes = 0;
  let beacons: string[];
  let sent: { command: string; eventCount: number; answer: (status: number, body?: unknown) => void }[];
  const onThisPhone = signal<ReadonlySet<string>>(new Set());
  const downloads = { onThisPhone, want: vi.fn(), get: async () => new Blob(['x']) } as unknown as Downloads;
  const hear = (message: Message) => phone.onMessage(message, performance.now());
  const commands = () => sent.map(({ command, eventCount }) => `${command} ${eventCount}`);
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const accept = async (i: number, snapshot: Partial<Snapshot> = {}) => {
    const value = { ...start, eventCount: 0, ...snapshot };
    sent[i]?.answer(200, { eventCount: value.eventCount, snapshot: value });
    await settled();
  };
  const refuse = async (i: number, snapshot: Partial<Snapshot>) => {
    sent[i]?.answer(409, { type: 'stale', title: 'Stale', status: 409, snapshot: { ...start, ...snapshot } });
    await settled();
  };

  beforeEach(() => {
    sent = [];
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const eventCount = Number((init.headers as Record<string, string>)['If-Match-Event']);
      return new Promise<Response>((resolve) => {
        const answer = (status: number, body?: unknown) => resolve(new Response(JSON.stringify(body ?? {}), { status }));
        sent.push({ command: path.slice(1), eventCount, answer });
      });
    });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    onThisPhone.value = new Set(['t1', 't2']);
    state = createState();
    state.me.value = 'me';
    state.join.value = null;
    state.online.value = true;
    player = new FakePlayer();
    closings = removals = gatherings = wakes = 0;
    beacons = [];
    vi.stubGlobal('navigator', { sendBeacon: (path: string) => beacons.push(path) });
    events = createEmitter();
    events.on({
      started: (anchorEvent) => player.did.push(`started ${anchorEvent}`),
      closed: () => closings++,
      removed: () => removals++,
      bringEveryoneIn: () => gatherings++,
      renewStream: () => wakes++,
    });
    phone = createPhone(state, player, downloads, { refresh: async () => {} }, events);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  /** A room in which this phone sounds since event 7. */
  async function sounding() {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0);
    hear(release(7));
    sent.length = 0;
    player.did.length = 0;
  }

  it('goes out when its session is closed, and asks for nothing more', async () => {
    await sounding();
    hear({ event: 'refresh', payload: { reason: 'closed' }, eventCount: 7 });
    await settled();
    expect(closings).toBe(1);
    expect(commands()).toEqual([]);
  });

  it('goes out when the host removes it, and asks for nothing more', async () => {
    await sounding();
    hear({ event: 'refresh', payload: { reason: 'removed' }, eventCount: 7 });
    await settled();
    expect(removals).toBe(1);
    expect(commands()).toEqual([]);
  });

  it('says that it is ready once it can sound at once, and sounds in the task in which it hears the release', async () => {
    onThisPhone.value = new Set();
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    expect(commands()).toEqual([]);
    onThisPhone.value = new Set(['t1']);
    events.emit.changed();
    await settled();
    expect(player.did).toEqual(['prime t1 0']);
    expect(commands()).toEqual(['ack-download 6']);
    await accept(0);
    expect(player.now).toBe(null);
    hear(release(7));
    expect(player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
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
    expect(player.did).toContain('prime t1 30');
    expect(commands()).toEqual(['ack-download 6']);
  });

  it('stays silent at a release that it is no part of', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    hear(release(7, ['ben']));
    expect(player.did).not.toContain('start t1');
  });

  it('sounds at the release though an answer told of it before', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 });
    expect(player.now).toBe(null);
    hear(release(7));
    expect(player.now).toEqual({ trackId: 't1', anchorEvent: 7 });
    hear(release(7));
    expect(player.did.filter((d) => d === 'start t1')).toHaveLength(1);
    expect(player.did).toContain('started 7');
  });

  it('does not sound at a release that an answer has overtaken with a pause', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await refuse(0, { eventCount: 8, anchorEvent: 8 });
    hear(release(7));
    expect(player.now).toBe(null);
  });

  it('is left alone by a reconnection that finds it still in the sound', async () => {
    await sounding();
    hear(snapshotOf({ eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me', 'ben'], anchorEvent: 7 }));
    expect(player.did).toEqual([]);
    expect(player.now).not.toBe(null);
  });

  it('falls silent when a reconnection finds it out of the sound', async () => {
    await sounding();
    hear(snapshotOf({ eventCount: 9, playState: { mode: 'playing', anchorPositionSec: 50 }, listeners: ['ben'], anchorEvent: 9 }));
    expect(player.did).toEqual(['silence']);
  });

  it('jumps with a seek, and with one that it learns of by a refusal', async () => {
    await sounding();
    hear({ event: 'seeked', payload: { positionSec: 30 }, eventCount: 8 });
    expect(player.did).toEqual(['seek 30']);
    const playing = { mode: 'playing' as const, anchorPositionSec: 150 };
    events.emit.snapshot({ ...start, eventCount: 9, anchorEvent: 9, playState: playing, listeners: ['me'] }, true);
    hear({ event: 'seeked', payload: { positionSec: 150 }, eventCount: 9 });
    expect(player.did).toEqual(['seek 30', 'seek 150']);
  });

  it('asks for the next song when its own has ended, until it is no longer needed', async () => {
    await sounding();
    events.emit.ended(7);
    expect(commands()).toEqual(['next 7']);
    // A nudge came between: the song is over all the same.
    const still = { eventCount: 8, playState: { mode: 'playing' as const, anchorPositionSec: 0 }, listeners: ['me'], anchorEvent: 7 };
    await refuse(0, still);
    expect(commands()).toEqual(['next 7', 'next 8']);
    await refuse(1, { eventCount: 10, barrier: { type: 'track', trackId: 't2', members: ['me'], ready: [] }, queue: ['t2', 't3', 't1'] });
    await settled();
    expect(commands().filter((c) => c.startsWith('next'))).toEqual(['next 7', 'next 8']);
    expect(state.bubbles.list.value).toEqual([]);
  });

  it('sits out what it cannot play, and says so once', async () => {
    player.primes = 'unsupported';
    hear(snapshotOf({}));
    await settled();
    hear(open(6));
    await settled();
    hear(progress(6, ['ben']));
    await settled();
    expect(commands()).toEqual(['sit-out 6']);
    expect(state.bubbles.list.value.map((b) => b.text)).toEqual(['Format not supported. Skipping...']);
  });

  const both = { me: { name: 'Ana', active: true, asleep: false }, ben: { name: 'Ben', active: true, asleep: false } };
  const here = (clients: Snapshot['clients'], listeners = ['me', 'ben']): Message => ({
    event: 'clients.changed',
    payload: { clients, listeners },
    eventCount: 7,
  });

  it('is asleep for the room once it is interrupted, and is not asked for the next song', async () => {
    await sounding();
    player.now = null;
    events.emit.interrupted(12);
    events.emit.changed();
    expect(beacons).toEqual(['/asleep']);
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true } }, ['ben']));
    hear({ event: 'queue.changed', payload: { queue: ['t2', 't3', 't1'], queueIndex: 0 }, eventCount: 8 });
    hear(open(9, 0, 't2'));
    await settled();
    expect(state.muted.value).toBe('interrupted');
    expect(commands()).toEqual([]);
  });

  it('says so again when what its person did has woken it', async () => {
    await sounding();
    player.now = null;
    events.emit.interrupted(12);
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true } }, ['ben']));
    hear(here(both, ['ben']));
    expect(beacons).toEqual(['/asleep', '/asleep']);
  });

  it('comes back into the running song alone, by its own time zero', async () => {
    await sounding();
    player.now = null;
    events.emit.interrupted(12);
    phone.listen();
    await settled();
    expect(commands()).toEqual(['rejoin NaN']);
    const listeners = ['me', 'ben'];
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners, anchorEvent: 7 });
    expect(player.did).toEqual(['rejoin t1 0']);
    expect(state.muted.value).toBe(null);
  });

  it('comes back to where a seek has moved the song meanwhile', async () => {
    await sounding();
    player.now = null;
    events.emit.interrupted(12);
    hear({ event: 'seeked', payload: { positionSec: 90 }, eventCount: 8 });
    player.did.length = 0;
    phone.listen();
    await settled();
    await accept(0, { eventCount: 8, playState: { mode: 'playing', anchorPositionSec: 90 }, listeners: ['me'], anchorEvent: 8 });
    expect(player.did).toEqual(['rejoin t1 90']);
  });

  it('is back by itself when the phone gives the sound back, but not where its person has paused it', async () => {
    await sounding();
    phone.silence();
    expect(state.muted.value).toBe(null);
    player.positionSec = () => 12 as never;
    phone.silence();
    expect(player.did).toEqual(['silence']);
    events.emit.resumed();
    await settled();
    expect(state.muted.value).toBe('paused');
    expect(commands()).toEqual([]);
    state.muted.value = 'interrupted';
    events.emit.resumed();
    await settled();
    expect(commands()).toEqual(['rejoin NaN']);
  });

  it('stays silent when the room is paused before it has come back', async () => {
    await sounding();
    player.now = null;
    events.emit.interrupted(12);
    phone.listen();
    await settled();
    hear({ event: 'paused', payload: { positionSec: 20 }, eventCount: 8 });
    player.did.length = 0;
    await accept(0, { eventCount: 7, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me'], anchorEvent: 7 });
    expect(player.did.filter((did) => did.startsWith('rejoin'))).toEqual([]);
  });

  it('that came after the start has no place to come back to', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    hear(release(7, ['ben']));
    state.muted.value = 'paused';
    phone.listen();
    await settled();
    expect(commands().filter((command) => command.startsWith('rejoin'))).toEqual([]);
  });

  it('wakes when the server takes it for asleep', async () => {
    await sounding();
    hear(here({ ...both, me: { ...both.me, active: false, asleep: true } }));
    events.emit.changed();
    expect(wakes).toBe(1);
  });

  it('wants a tap for as long as the browser does, and says nothing to the room meanwhile', async () => {
    await sounding();
    player.now = null;
    events.emit.failed('t1', 'blocked', 0);
    expect(beacons).toEqual(['/asleep']);
    hear(open(8, 0, 't1'));
    await settled();
    expect([state.muted.value, commands()]).toEqual(['blocked', []]);
    phone.listen();
    await settled();
    expect(state.muted.value).toBe(null);
    expect(commands()).toContain('ack-download 8');
  });

  it('that is alone goes on where it fell silent, and tells nobody', async () => {
    await sounding();
    hear(here({ me: both.me }, ['me']));
    player.now = null;
    events.emit.interrupted(12);
    await settled();
    expect([commands(), beacons]).toEqual([[], []]);
    expect(state.stoppedSec.value).toBe(12);
    phone.listen();
    await settled();
    expect(gatherings).toBe(1);
    expect(commands(), 'it starts the song where it was, and does not come back into a song that nobody hears').toEqual([]);
    expect(state.muted.value).toBe(null);
  });

  it('tells by name whom the room no longer waits for', async () => {
    hear(snapshotOf({}));
    hear(open(6));
    hear(progress(6, [], ['ben'], ['me']));
    expect(state.bubbles.list.value.map((b) => b.text)).toEqual(['Ben took too long: the room goes on without.']);
  });
});
