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
    state.tracks.value = new Map([['t2', { trackId: 't2', fileName: 'in/some/folder/Frontiers.mp3', size: 1, mime: 'audio/mpeg' }]]);
  });

  it('counts who is ready', () => expect(says(waiting)).toBe('waiting for others to download (1/2 ready)'));
  it('shows the own download while this phone is waited for', () => {
    const barrier = { type: 'track' as const, trackId: 't1', members: ['me', 'ben'], ready: [] };
    expect(says({ ...paused, barrier }, 42)).toBe('downloading 42%');
    expect(says(paused, 42)).toBe('downloading 42%');
  });
  it('says what comes next', () => expect(says(playing)).toBe('In step · next: Frontiers'));
  it('does not say that a song that stands still is in step', () => {
    state.stands.value = true;
    expect(says(playing)).toBe('The song stands still here; trying again');
  });
  it('tells a late joiner when it joins', () => expect(says({ ...playing, listeners: ['ben'] })).toBe('you join at the next song'));
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
