import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Deck } from './deck';
import { Playback } from './playback';
import { SimulatedElement, SimulatedGraph } from './simulated';
import { begin, fromSec, onPage } from './simulatedStart';
import { leadMs, StartLatency } from './startLatency';

describe('a start', () => {
  onPage();

  describe('without a graph', () => {
    it.each([10, 60, 140, 190])('sounds when it is due, and soon in its place, on a phone that takes %d ms', (lateMs) => {
      const { playback, aheadMs, isHeard, element } = begin({ lateMs });
      expect(isHeard()).toBe(false);
      vi.advanceTimersByTime(leadMs);
      expect(isHeard()).toBe(true);
      vi.advanceTimersByTime(12_000);
      expect(Math.abs(aheadMs())).toBeLessThan(1.5);
      expect(element.seeks).toBe(0);
      const { trims } = playback.reading();
      vi.advanceTimersByTime(600_000);
      expect(playback.reading()).toMatchObject({ trims, seeks: 0, through: 'element' });
      playback.end();
    });

    it('comes as soon as the least delayed of what is heard before it is due says', () => {
      const usualStartMs = 70;
      const { playback, aheadMs, element, zeroMs } = begin({ lateMs: usualStartMs });
      vi.advanceTimersByTime(40);
      playback.onBeat({ k: 2, spacingMs: 20 }, zeroMs + 40 - 30);
      vi.advanceTimersByTime(leadMs - 40 - usualStartMs - 31);
      expect(element.paused).toBe(true);
      vi.advanceTimersByTime(1);
      expect(element.paused).toBe(false);
      vi.advanceTimersByTime(usualStartMs + 30);
      expect(aheadMs()).toBeCloseTo(30, 0);
      playback.end();
    });

    it('is only played where nothing is to be done about it', () => {
      const { playback, aheadMs, element } = begin({ lateMs: 140, syncMode: 'none' });
      vi.advanceTimersByTime(20_000);
      expect(aheadMs()).toBeCloseTo(leadMs - 140, 1);
      expect(element.playbackRate).toBe(1);
      playback.end();
    });

    it('says why the browser would not play', async () => {
      const refusal = new DOMException('a tap first', 'NotAllowedError');
      const { handlers } = begin({ refusal });
      await vi.advanceTimersByTimeAsync(leadMs);
      expect(handlers.refused).toHaveBeenCalledWith(refusal);
    });

    it('says nothing of it once it has ended', async () => {
      const { playback, handlers } = begin({ refusal: new DOMException('loaded anew', 'AbortError') });
      vi.advanceTimersByTime(leadMs);
      playback.end();
      await vi.advanceTimersByTimeAsync(1);
      expect(handlers.refused).not.toHaveBeenCalled();
    });
  });

  it('is held to the least delayed of what follows it', () => {
    const { playback, aheadMs, zeroMs } = begin({});
    playback.onBeat({ k: 3, spacingMs: 20 }, zeroMs + 60 + 9);
    expect(playback.reading().zeroMovedMs).toBe(0);
    playback.onBeat({ k: 4, spacingMs: 20 }, zeroMs + 80 - 25);
    expect(playback.reading()).toMatchObject({ beats: 2, zeroMovedMs: 25 });
    vi.advanceTimersByTime(12_000);
    expect(Math.abs(aheadMs() - 25)).toBeLessThan(1.5);
    playback.end();
  });

  it('hears no beats when it is measured without them', () => {
    const { playback, zeroMs } = begin({ syncMode: 'no-beats' });
    playback.onBeat({ k: 4, spacingMs: 20 }, zeroMs + 80 - 25);
    expect(playback.reading()).toMatchObject({ beats: 0, zeroMovedMs: 0 });
    playback.end();
  });

  it('goes where its person says that it should, and no further', () => {
    const { playback, aheadMs, isHeard } = begin({ head: true });
    vi.advanceTimersByTime(2000);
    playback.setOutputDelay(80);
    vi.advanceTimersByTime(12_000);
    expect(Math.abs(aheadMs() - 80)).toBeLessThan(1.5);
    expect(isHeard()).toBe(true);
    expect(playback.positionSec).toBeCloseTo(fromSec + (14_000 - leadMs) / 1000, 2);
    playback.end();
  });

  it('goes to where it is due, and not beyond, when what it is told of its place is held up for a while', { timeout: 60_000 }, () => {
    /** A seek aims so far ahead at most; what is told too late may trim it a little further. */
    const longestSeekMs = 300;
    const hitch = fc.record({ afterMs: fc.nat(3000), lateMs: fc.nat(2000), forMs: fc.nat(3000) });
    fc.assert(
      fc.property(fc.array(hitch, { maxLength: 8 }), (hitches) => {
        const { playback, element, aheadMs } = begin({});
        const runOn = (ms: number) => {
          for (let passed = 0; passed < ms; passed += 10) {
            vi.advanceTimersByTime(10);
            expect(aheadMs() + element.toldLateMs).toBeLessThan(longestSeekMs + 150);
          }
        };
        for (const { afterMs, lateMs, forMs } of hitches) {
          runOn(afterMs);
          element.toldLateMs = lateMs;
          runOn(forMs);
          element.toldLateMs = 0;
        }
        vi.advanceTimersByTime(60_000);
        expect(Math.abs(aheadMs())).toBeLessThan(2);
        playback.end();
      }),
      { numRuns: 40 },
    );
  });

  it('can go on unheard', () => {
    const { playback, aheadMs, isHeard } = begin({});
    playback.mute(true);
    vi.advanceTimersByTime(12_000);
    expect(isHeard()).toBe(false);
    expect(Math.abs(aheadMs())).toBeLessThan(1.5);
    playback.mute(false);
    expect(isHeard()).toBe(true);
    playback.end();
  });

  it.each([20, 90, 250])('comes back into a running song unheard, and is heard in its place, on a phone that takes %d ms', (lateMs) => {
    const startLatency = new StartLatency(new SimulatedGraph().asGraph, () => 'all');
    const element = new SimulatedElement(0, lateMs);
    const deck = { element, volume: 1, plain: { primedAtSec: null }, head: null, unprime() {} } as unknown as Deck;
    const handlers = { refused: vi.fn(), stands: vi.fn(), stuck: vi.fn() };
    const zeroMs = performance.now();
    vi.advanceTimersByTime(20_000);
    const playback = Playback.rejoin(deck, { positionSec: fromSec, receivedAtMs: zeroMs, outputDelayMs: 0 }, startLatency, handlers);
    const aheadMs = () => (element.currentTime - fromSec) * 1000 - (performance.now() - zeroMs - leadMs);
    while (element.muted) {
      vi.advanceTimersByTime(10);
      expect(performance.now() - zeroMs).toBeLessThan(23_500);
    }
    expect(Math.abs(aheadMs())).toBeLessThan(6);
    vi.advanceTimersByTime(3000);
    expect(element.volume).toBe(1);
    expect(Math.abs(aheadMs())).toBeLessThan(2);
    playback.end();
  });

  describe('whose element stands still', () => {
    it.each(['until played', 'until loaded'] as const)('%s, is mended, and says so meanwhile', (until) => {
      const { playback, element, handlers, aheadMs } = begin({});
      vi.advanceTimersByTime(3000);
      element.standStill(until);
      vi.advanceTimersByTime(640);
      expect(handlers.stands.mock.calls).toEqual([[true]]);
      vi.advanceTimersByTime(60_000);
      expect(handlers.stands.mock.calls).toEqual([[true], [false]]);
      expect(Math.abs(aheadMs())).toBeLessThan(2);
      expect(handlers.stuck).not.toHaveBeenCalled();
      playback.end();
    });

    it('for good, is given up in the end', () => {
      const { playback, element, handlers } = begin({});
      vi.advanceTimersByTime(3000);
      element.standStill('for good');
      handlers.stuck.mockImplementation(() => playback.end());
      vi.advanceTimersByTime(20_000);
      expect(handlers.stuck).toHaveBeenCalledOnce();
      expect(element.loads).toBe(1);
      expect(handlers.stands.mock.calls).toEqual([[true], [false]]);
    });

    it('while its head sounds, does not say that nothing is heard', () => {
      const { playback, element, handlers, delayLine } = begin({ head: true });
      vi.advanceTimersByTime(1000);
      element.standStill('until loaded');
      vi.advanceTimersByTime(1500);
      expect(delayLine.sounds).toBe(true);
      expect(element.loads).toBe(1);
      expect(handlers.stands).not.toHaveBeenCalled();
      playback.end();
    });
  });

  it('leaves the element at its own pace and loud when it ends, and touches it no more', () => {
    const { playback, element } = begin({ lateMs: 190, head: true });
    vi.advanceTimersByTime(700);
    playback.end();
    expect(element).toMatchObject({ playbackRate: 1, muted: false, volume: 1 });
    element.pause();
    vi.advanceTimersByTime(20_000);
    expect(element).toMatchObject({ playbackRate: 1, paused: true });
    expect(vi.getTimerCount()).toBe(0);
  });
});
