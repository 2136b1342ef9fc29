import { signal } from '@preact/signals-core';
import { afterEach, expect, it, vi } from 'vitest';
import { createEmitter } from '../emitter';
import type { Player } from '../player/player';
import type { Events } from './events';
import { watchInStep } from './inStep';
import type { State } from './state';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('a phone is in step while it measures that, and not known to be right after a start', () => {
  vi.useFakeTimers();
  const page = { hidden: false };
  vi.stubGlobal('document', page);
  const state = { inStep: signal<boolean | null>(null) };
  const events: Events = createEmitter();
  let errorMs: number | null = null;
  watchInStep(state as State, { reading: () => ({ errorMs }) } as unknown as Player, events);
  const look = (measured: number | null) => {
    errorMs = measured;
    vi.advanceTimersByTime(2000);
    return state.inStep.value;
  };
  expect([look(null), look(-3), look(80), look(4)]).toEqual([null, true, false, true]);
  events.emit.started(7);
  expect(state.inStep.value).toBe(null);
  page.hidden = true;
  expect(look(3)).toBe(null);
});
