import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reading } from '../player/playback';
import { createInStepReport } from './inStepReport';

const measured: Reading = { errorMs: -0.75, zeroMovedMs: 12, beats: 150, trims: 2, seeks: 0, through: 'element' };

describe('the report of a start', () => {
  let posted: { path: string; body: unknown }[];
  const player = { now: { trackId: 't1', anchorEvent: 7 }, measured: measured as Reading | null };
  const report = createInStepReport({ sounding: () => player.now, reading: () => player.measured });

  beforeEach(() => {
    vi.useFakeTimers();
    posted = [];
    Object.assign(player, { now: { trackId: 't1', anchorEvent: 7 }, measured });
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      posted.push({ path, body: JSON.parse(String(init.body)) });
      return new Response(null, { status: 204 });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is made once, when the start has settled', () => {
    report(7);
    vi.advanceTimersByTime(5900);
    expect(posted).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(posted).toEqual([{ path: '/in-step', body: { errorMs: -0.75, zeroMovedMs: 12, beats: 150 } }]);
  });
  it('is not made of what is not known', () => {
    player.measured = { ...measured, errorMs: null };
    report(7);
    vi.advanceTimersByTime(60_000);
    expect(posted).toEqual([]);
  });
  it('is not made when something else plays by then, or nothing', () => {
    report(6);
    vi.advanceTimersByTime(60_000);
    player.measured = null;
    report(7);
    vi.advanceTimersByTime(60_000);
    expect(posted).toEqual([]);
  });
  it('is of the last start only, when one follows soon', () => {
    report(6);
    vi.advanceTimersByTime(3000);
    report(7);
    vi.advanceTimersByTime(60_000);
    expect(posted).toHaveLength(1);
  });
});
