import { describe, expect, it, vi } from 'vitest';
import type { SimulatedGraph } from './simulated';
import { begin, fromSec, onPage, page } from './simulatedStart';
import { leadMs } from './startLatency';

describe('a start with a head', () => {
  onPage();

  it('sounds through the graph first, then through the plain element, which is in its place by then', () => {
    const { playback, delayLine, isHeard, aheadMs, headElement } = begin({ head: true });
    vi.advanceTimersByTime(leadMs + 50);
    expect(delayLine.sounds).toBe(true);
    expect(isHeard()).toBe(false);
    expect(playback.reading().through).toBe('graph');
    vi.advanceTimersByTime(8000);
    expect(playback.reading().through).toBe('element');
    expect(delayLine.sounds).toBe(false);
    expect(isHeard()).toBe(true);
    expect(Math.abs(aheadMs())).toBeLessThan(1.5);
    expect(headElement.muted).toBe(true);
    playback.end();
  });

  it('that is late sounds no longer than until the plain element is nearer to its place', () => {
    const { playback, delayLine, isHeard, aheadMs } = begin({ head: true, headLateMs: leadMs + 60 });
    vi.advanceTimersByTime(leadMs + 80);
    expect(delayLine.sounds).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(playback.reading().through).toBe('element');
    expect(isHeard()).toBe(true);
    expect(Math.abs(aheadMs())).toBeLessThan(6);
    playback.end();
  });

  it('never leaves the plain element silent for longer than the head has, in its place or not', () => {
    // It never comes into its place: it always falls behind by what it takes to go there.
    const { playback, element, isHeard } = begin({ head: true, lateMs: 3900 });
    vi.advanceTimersByTime(9900);
    expect(isHeard()).toBe(false);
    vi.advanceTimersByTime(600);
    expect(isHeard()).toBe(true);
    expect(element.paused).toBe(false);
    playback.end();
  });

  it('is handed over at the volume of its song, and rises no higher', () => {
    const { playback, element } = begin({ head: true, volume: 0.5 });
    let loudest = 0;
    for (let ms = 0; ms < 12_000; ms += 10) {
      vi.advanceTimersByTime(10);
      loudest = Math.max(loudest, element.volume);
    }
    expect(playback.reading().through).toBe('element');
    expect([loudest, element.volume]).toEqual([0.5, 0.5]);
    playback.end();
    expect(element.volume).toBe(0.5);
  });

  it.each([
    [
      'its page is left',
      () => {
        page.visibilityState = 'hidden';
        page.dispatchEvent(new Event('visibilitychange'));
      },
    ],
    [
      'the graph stops',
      (graph: SimulatedGraph) => {
        graph.runs = graph.sounds = false;
      },
    ],
  ])('goes over at once when %s', (_, happens) => {
    const { playback, graph, isHeard, delayLine } = begin({ head: true });
    vi.advanceTimersByTime(1000);
    happens(graph);
    vi.advanceTimersByTime(300);
    expect(isHeard()).toBe(true);
    expect(delayLine.sounds).toBe(false);
    playback.end();
  });

  it('sounds on while the clock of the graph is in doubt', () => {
    const { playback, graph, isHeard, delayLine } = begin({ head: true });
    vi.advanceTimersByTime(1000);
    graph.runs = false;
    vi.advanceTimersByTime(2000);
    expect(delayLine.sounds).toBe(true);
    vi.advanceTimersByTime(3000);
    expect(isHeard()).toBe(true);
    expect(delayLine.sounds).toBe(false);
    playback.end();
  });

  it('is the plain element’s alone when the graph does not run', () => {
    const { playback, isHeard, headElement, delayLine } = begin({ head: true, runs: false });
    vi.advanceTimersByTime(1000);
    expect(isHeard()).toBe(true);
    expect(headElement.paused).toBe(true);
    expect(delayLine.sounds).toBe(false);
    playback.end();
  });

  it.each([0, 100, 160])('that its page is left after %d ms comes by the plain element, when it is due', (leftAfterMs) => {
    const { playback, delayLine, element, isHeard, aheadMs } = begin({ head: true, lateMs: 70 });
    vi.advanceTimersByTime(leftAfterMs);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(element.volume).toBe(1);
    vi.advanceTimersByTime(leadMs - leftAfterMs);
    expect(element.currentTime).toBeCloseTo(fromSec, 2);
    vi.advanceTimersByTime(250);
    expect(delayLine.sounds).toBe(false);
    expect(isHeard()).toBe(true);
    expect(Math.abs(aheadMs())).toBeLessThan(5);
    playback.end();
  });

  it('comes sooner when what is heard before it is due says so', () => {
    const { playback, delayLine, zeroMs } = begin({ head: true });
    vi.advanceTimersByTime(100);
    playback.onBeat({ k: 4, spacingMs: 20 }, zeroMs + 80 - 35);
    vi.advanceTimersByTime(50);
    expect((delayLine.opensAtMs ?? 0) - zeroMs).toBeCloseTo(leadMs - 35, 0);
    expect(delayLine.delayMs).toBeCloseTo(leadMs - 35 - 40, 0);
    playback.end();
  });

  it('tells the place that is heard, not that of the element', () => {
    const { playback } = begin({ head: true });
    vi.advanceTimersByTime(1000 + leadMs);
    expect(playback.positionSec).toBeCloseTo(fromSec + 1, 2);
    playback.end();
  });
});
