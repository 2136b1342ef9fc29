import { describe, expect, it } from 'vitest';
import type { ClientInfo, SilenceReason } from '../protocol/messages';
import { type Session, sessionOf } from '../session/session';
import { doing, personOf } from './person';

const one = (reason: SilenceReason, trackId = 't1', change: Partial<ClientInfo> = {}): ClientInfo => ({
  name: 'Ana',
  active: true,
  asleep: false,
  host: false,
  satOut: { trackId, reason },
  ...change,
});
const room = (ana: ClientInfo, change: object = {}): Session =>
  sessionOf(
    {
      eventCount: 7,
      queue: ['t1', 't2'],
      queueIndex: 0,
      playState: { mode: 'playing', anchorPositionSec: 0 },
      anchorAgeMs: 0,
      barrier: null,
      clients: { ana, ben: { name: 'Ben', active: true, asleep: false, host: false } },
      listeners: ['ben'],
      anchorEvent: 7,
      wishes: {},
      putAside: [],
      control: 'everyone',
      evenLoudness: true,
      ...change,
    },
    null,
    0,
  );
const doneBy = (ana: ClientInfo, change?: object) => doing(personOf(room(ana, change), 'ana'));

describe('why a phone is silent', () => {
  it('is said while the song plays that it sits out', () => {
    expect(doneBy(one('format'))).toBe('sitting out: cannot play this format');
    expect(doneBy(one('from-start'))).toBe('sitting out: plays it from its start only');
    expect(doneBy(one('format', 't2'))).toBe('joins at the next song');
  });

  it('is said of a phone that is silent by itself, whatever plays', () => {
    const asleep = { active: false, asleep: true };
    expect(doneBy(one('paused', 't2', asleep))).toBe('silent: paused on the phone');
    expect(doneBy(one('interrupted', 't1', asleep))).toBe('silent: a call, or headphones out');
    expect(doneBy(one('blocked', 't1', asleep))).toBe('silent: the phone wants a tap');
  });

  it('is said while a start does not wait for it, and no more once it is ready', () => {
    const barrier = { type: 'track', trackId: 't1', members: ['ben'], ready: [] as string[] };
    expect(doneBy(one('format'), { barrier })).toBe('sitting out: cannot play this format');
    expect(doneBy(one('format'), { barrier: { ...barrier, members: ['ana'], ready: ['ana'] } })).toBe('ready, waiting');
    expect(doneBy(one('format'), { listeners: ['ana'] })).toBe('listening');
  });
});
