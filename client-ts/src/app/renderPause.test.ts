import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deferUntil } from './renderPause';

describe('a deferred signal', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('follows at once while nothing is to wait', () => {
    const values = signal('paused');
    const seen = deferUntil(values, signal(0));
    values.value = 'playing';
    expect(seen.value).toBe('playing');
  });

  it('keeps still while it has to be, and then has only the last of what came', () => {
    const [values, untilMs] = [signal('paused'), signal(0)];
    const seen = deferUntil(values, untilMs);
    untilMs.value = performance.now() + 160;
    values.value = 'waiting';
    vi.advanceTimersByTime(150);
    values.value = 'playing';
    expect(seen.value).toBe('paused');
    vi.advanceTimersByTime(20);
    expect(seen.value).toBe('playing');
  });

  it('waits for longer when it is told so meanwhile', () => {
    const [values, untilMs] = [signal('paused'), signal(0)];
    const seen = deferUntil(values, untilMs);
    untilMs.value = performance.now() + 160;
    values.value = 'waiting';
    vi.advanceTimersByTime(100);
    untilMs.value = performance.now() + 160;
    vi.advanceTimersByTime(100);
    expect(seen.value).toBe('paused');
    vi.advanceTimersByTime(100);
    expect(seen.value).toBe('waiting');
  });
});
