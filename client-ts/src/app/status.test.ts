import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../session/session';
import { createState, type State } from './state';
import { statusOf } from './status';

const paused: Session = {
  eventCount: 5,
  queue: ['t1', 't2'],
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
  percents: {},
  setAside: [],
  pausedReason: null,
  anchorAtMs: 0,
  wishes: {},
  putAside: [],
  copies: {},
  control: 'everyone',
  evenLoudness: true,
  queueAt: 5,
  heardAt: 5,
};
const waiting: Session = { ...paused, barrier: { type: 'track', trackId: 't1', members: ['me', 'ben'], ready: ['me'] } };
const playing: Session = { ...paused, playState: { mode: 'playing', anchorPositionSec: 0 }, listeners: ['me'] };

describe('the status line', () => {
  let state: State;
  const says = (session: Session, downloading: number | null = null) => {
    state.session.value = session;
    const { text, percent } = statusOf(state, downloading);
    return percent === undefined ? text : `${text} ${percent}%`;
  };

  beforeEach(() => {
    vi.stubGlobal('localStorage', { getItem: () => null });
    state = createState();
    state.me.value = 'me';
    state.online.value = true;
  });

  it('counts who is ready', () => expect(says(waiting)).toBe('waiting for others to download (1/2 ready)'));
  it('shows the own download while this phone is waited for', () => {
    const barrier = { type: 'track' as const, trackId: 't1', members: ['me', 'ben'], ready: [] };
    expect(says({ ...paused, barrier }, 42)).toBe('downloading 42%');
    expect(says(paused, 42)).toBe('downloading 42%');
  });
  it('says that this phone gets ready once all of it is here', () => {
    const barrier = { type: 'track' as const, trackId: 't1', members: ['me', 'ben'], ready: [] };
    expect(says({ ...paused, barrier }, 100)).toBe('getting ready');
    expect(says(paused, 100)).toBe('Paused');
  });
  it('says that it is in step only while it measures that, and others are here', () => {
    expect(says(playing)).toBe('Playing');
    state.inStep.value = true;
    expect(says(playing)).toBe('In step');
    expect(says({ ...playing, clients: { me: playing.clients.me as Session['clients'][string] } })).toBe('Playing');
    state.inStep.value = false;
    expect(says(playing)).toBe('getting back in step');
    state.inStep.value = true;
    state.muted.value = 'paused';
    expect(says(playing)).toBe('Paused on this phone; the others go on');
    state.muted.value = null;
    state.calibrating.value = true;
    expect(says(playing)).toBe('This phone clicks, to be set by ear');
  });
  it('tells of no others where nobody else is here', () => {
    state.muted.value = 'paused';
    const alone = { clients: { me: playing.clients.me as Session['clients'][string] } };
    expect(says({ ...playing, ...alone })).toBe('Paused');
    expect(statusOf(state, null).tone).toBe('off');
    expect(says({ ...waiting, ...alone })).toBe('Paused');
    state.muted.value = 'blocked';
    expect(says({ ...playing, ...alone })).toBe('This browser wants a tap before it sounds');
  });
  it('is not well where nothing plays', () => {
    state.session.value = paused;
    expect(statusOf(state, null).tone).toBe('off');
  });
  it('does not say that a song that stands still is in step', () => {
    state.stands.value = true;
    expect(says(playing)).toBe('The song stands still here; trying again');
  });
  it('tells a late joiner when it joins', () => expect(says({ ...playing, listeners: ['ben'] })).toBe('you join at the next song'));
  it('says so for as long as this phone cannot play what the others play', () => {
    state.unplayable.value = new Set(['t1']);
    expect(says({ ...playing, listeners: ['ben'] })).toBe('This phone cannot play this song');
    expect(says({ ...playing, listeners: ['ben'], queueIndex: 1 })).toBe('you join at the next song');
  });
  it('tells who silenced the room', () => {
    expect(says(paused)).toBe('Paused');
    expect(says({ ...paused, pausedReason: 'nothing-playable' })).toBe('Nothing in the queue could be played');
  });
  it('does not take a lost connection for a lost song', () => {
    state.online.value = false;
    expect(says(playing)).toBe('Connection lost; the song goes on here');
    state.restarting.value = true;
    expect(says(playing)).toBe('The server is restarting…');
  });
  it('says so when there is no music', () => expect(says({ ...paused, queue: [] })).toBe('There is no music in the library yet'));
});
