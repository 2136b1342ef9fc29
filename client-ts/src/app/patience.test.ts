import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Session } from '../session/session';
import { watchPatience } from './patience';
import type { State } from './state';

const state = { session: signal<Session | null>(null), waitsLong: signal(false) };
const waitFor = (trackId: string | null, type: 'track' | 'resume' = 'track', ready: string[] = []) => {
  state.session.value = { barrier: trackId === null ? null : { type, trackId, members: ['me'], ready } } as Session;
};
let stop = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  stop = watchPatience(state as unknown as State);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it('a start waits long after some seconds, whoever is ready meanwhile, until it comes', () => {
  waitFor('t1');
  vi.advanceTimersByTime(7000);
  waitFor('t1', 'track', ['me']);
  expect(state.waitsLong.value).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(state.waitsLong.value).toBe(true);
  waitFor(null);
  expect(state.waitsLong.value).toBe(false);
});

it('the wait for another song begins anew, and to go on with one is another thing', () => {
  waitFor('t1');
  vi.advanceTimersByTime(7000);
  waitFor('t2');
  vi.advanceTimersByTime(7000);
  expect(state.waitsLong.value).toBe(false);
  waitFor('t2', 'resume');
  vi.advanceTimersByTime(60_000);
  expect(state.waitsLong.value).toBe(false);
});
