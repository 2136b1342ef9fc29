import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import { createEmitter } from '../emitter';
import type { Player, Primed } from '../player/player';
import type { Message, Snapshot } from '../protocol/messages';
import type { Events } from './events';
import { createPhone, type Phone } from './phone';
import { createState, type State } from './state';

export const start: Snapshot = {
  eventCount: 5,
  queue: ['t1', 't2', 't3'],
  queueIndex: 0,
  playState: { mode: 'paused', anchorPositionSec: 0 },
  anchorAgeMs: 0,
  barrier: null,
  clients: {
    me: { name: 'Ana', active: true, asleep: false, host: false },
    ben: { name: 'Ben', active: true, asleep: false, host: false },
  },
  listeners: [],
  anchorEvent: 5,
  wishes: {},
  putAside: [],
  control: 'everyone',
  evenLoudness: true,
};
export const snapshotOf = (change: Partial<Snapshot>): Message => {
  const payload = { ...start, ...change };
  return { event: 'snapshot', payload, eventCount: payload.eventCount };
};
export const open = (eventCount: number, positionSec = 0, trackId = 't1'): Message => ({
  event: 'barrier.open',
  payload: { type: 'track', trackId, positionSec, members: ['me', 'ben'], ready: [] },
  eventCount,
});
export const release = (eventCount: number, members = ['me', 'ben'], trackId = 't1'): Message => ({
  event: 'barrier.release',
  payload: { type: 'track', trackId, positionSec: 0, members },
  eventCount,
});
export const progress = (eventCount: number, ready: string[], setAside: string[] = [], members = ['me', 'ben']): Message => ({
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
  /** It has lost what it was primed with. */
  isEmpty = false;
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
    this.now = this.isEmpty ? null : { trackId, anchorEvent };
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
  async rejoin(trackId: string, fetchTrack: () => Promise<Blob | null>, positionSec: number, anchorEvent: number) {
    this.did.push(`rejoin ${trackId} ${positionSec}`);
    if (!(await fetchTrack())) return false;
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

export const both = {
  me: { name: 'Ana', active: true, asleep: false, host: false },
  ben: { name: 'Ben', active: true, asleep: false, host: false },
};
export const here = (clients: Snapshot['clients'], listeners = ['me', 'ben']): Message => ({
  event: 'clients.changed',
  payload: { clients, listeners, control: 'everyone', evenLoudness: true },
  eventCount: 7,
});

interface Simulation {
  state: State;
  player: FakePlayer;
  phone: Phone;
  events: Events;
  closings: number;
  removals: number;
  gatherings: number;
  wakes: number;
  beacons: string[];
  /** What each beacon carried. */
  reasons: Promise<string>[];
  /** Tracks that can be had in another form. */
  otherForms: Set<string>;
  /** Tracks of which the server may have another copy than this phone. */
  otherCopies: Set<string>;
  /** Each request, in order, and how to answer it. */
  sent: {
    command: string;
    eventCount: number;
    body: unknown;
    headers: Record<string, string>;
    answer: (status: number, body?: unknown) => void;
  }[];
}

export const settled = () => new Promise((resolve) => setTimeout(resolve));

/** For tests: a phone that is paired as `me` and online, anew before each of them. What they change of it is in `sim`. */
export function simulatePhone() {
  const sim = {} as Simulation;
  const onThisPhone = signal<ReadonlySet<string>>(new Set());
  const renew = async (trackId: string) => sim.otherCopies.delete(trackId);
  const downloads = { onThisPhone, want: vi.fn(), again: () => {}, get: async () => new Blob(['x']), renew } as unknown as Downloads;
  const hear = (message: Message) => sim.phone.onMessage(message, performance.now());
  const commands = () => sim.sent.map(({ command, eventCount }) => `${command} ${eventCount}`);
  const accept = async (i: number, snapshot: Partial<Snapshot> = {}) => {
    const value = { ...start, eventCount: 0, ...snapshot };
    sim.sent[i]?.answer(200, { eventCount: value.eventCount, snapshot: value });
    await settled();
  };
  const refuse = async (i: number, snapshot: Partial<Snapshot>) => {
    sim.sent[i]?.answer(409, { type: 'stale', title: 'Stale', status: 409, snapshot: { ...start, ...snapshot } });
    await settled();
  };
  /** A room in which this phone sounds since event 7. */
  async function sounding() {
    hear(snapshotOf({}));
    hear(open(6));
    await settled();
    await accept(0);
    hear(release(7));
    sim.sent.length = 0;
    sim.player.did.length = 0;
  }

  beforeEach(() => {
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const headers = (init.headers ?? {}) as Record<string, string>;
      const eventCount = Number(headers['If-Match-Event']);
      const body = init.body ? JSON.parse(init.body as string) : undefined;
      return new Promise<Response>((resolve) => {
        const answer = (status: number, body?: unknown) => resolve(new Response(JSON.stringify(body ?? {}), { status }));
        sim.sent.push({ command: path.slice(1), eventCount, body, headers, answer });
      });
    });
    vi.stubGlobal('navigator', { sendBeacon: (path: string, body: Blob) => sim.reasons.push(body.text()) && sim.beacons.push(path) });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    onThisPhone.value = new Set(['t1', 't2']);
    const state = createState();
    state.me.value = 'me';
    state.join.value = null;
    state.online.value = true;
    const player = new FakePlayer();
    const events: Events = createEmitter();
    events.on({
      started: (anchorEvent) => player.did.push(`started ${anchorEvent}`),
      closed: () => sim.closings++,
      removed: () => sim.removals++,
      bringEveryoneIn: () => sim.gatherings++,
      renewStream: () => sim.wakes++,
    });
    const library = { refresh: async () => {}, otherForm: async (trackId: string) => sim.otherForms.delete(trackId) };
    const phone = createPhone(state, player, downloads, library, events);
    Object.assign(sim, {
      state,
      player,
      phone,
      events,
      closings: 0,
      removals: 0,
      gatherings: 0,
      wakes: 0,
      beacons: [],
      reasons: [],
      otherForms: new Set(),
      otherCopies: new Set(),
      sent: [],
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  return { sim, onThisPhone, downloads, hear, commands, accept, refuse, sounding };
}
