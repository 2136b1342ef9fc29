import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deck } from './deck';
import { Sync } from './playback';
import { SimulatedChannel, SimulatedElement, SimulatedGraph } from './simulated';
import { leadMs, type Means, Readiness } from './startLatency';

const fromSec = 30;
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

interface Kind {
  /** How long the plain element takes to sound. */
  lateMs?: number;
  /** It has a head that sounds through a graph, and takes so long. */
  head?: boolean;
  headLateMs?: number;
  means?: Means;
  refusal?: DOMException;
  /** Its graph runs. */
  runs?: boolean;
}

/** A start at a primed deck, heard of just now. */
function begin({ lateMs = 60, head = false, headLateMs = 40, means = 'all', refusal, runs = true }: Kind) {
  const graph = new SimulatedGraph();
  graph.runs = runs;
  const readiness = new Readiness(graph.asGraph, () => means);
  const plainAtSec = fromSec + readiness.plainAheadSec();
  const element = new SimulatedElement(plainAtSec, lateMs, 0, refusal);
  const headElement = new SimulatedElement(fromSec, headLateMs);
  const channel = new SimulatedChannel(graph);
  const deck = {
    element,
    plain: { primedAtSec: plainAtSec },
    head: head ? { voice: { element: headElement, primedAtSec: fromSec }, channel } : null,
    unprime() {},
    reload() {
      element.src = 'anew';
    },
  } as unknown as Deck;
  const handlers = { refused: vi.fn(), stands: vi.fn(), stuck: vi.fn() };
  const zeroMs = performance.now();
  const sync = Sync.begin(deck, { positionSec: fromSec, receivedAtMs: zeroMs, lateMs: 0 }, graph.asGraph, readiness, handlers);
  /** How far ahead of its place the plain element is, with time zero and its person's setting as they were at the start. */
  const aheadMs = () => (element.currentTime - fromSec) * 1000 - (performance.now() - zeroMs - leadMs);
  const isHeard = () => !element.paused && !element.muted && element.volume > 0.99;
  return { sync, element, headElement, channel, graph, handlers, zeroMs, aheadMs, isHeard };
}

describe('a start', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    page.visibilityState = 'visible';
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  describe('without a graph', () => {
    it.each([10, 60, 140, 190])('sounds when it is due, and soon in its place, on a phone that takes %d ms', (lateMs) => {
      const { sync, aheadMs, isHeard, element } = begin({ lateMs });
      expect(isHeard()).toBe(false);
      vi.advanceTimersByTime(leadMs);
      expect(isHeard()).toBe(true);
      vi.advanceTimersByTime(12_000);
      expect(Math.abs(aheadMs())).toBeLessThan(1.5);
      expect(element.seeks).toBe(0);
      const { trims } = sync.reading();
      vi.advanceTimersByTime(600_000);
      expect(sync.reading()).toMatchObject({ trims, seeks: 0, through: 'element' });
      sync.end();
    });

    it('comes as soon as the least delayed of what is heard before it is due says', () => {
      const usualStartMs = 70;
      const { sync, aheadMs, element, zeroMs } = begin({ lateMs: usualStartMs });
      vi.advanceTimersByTime(40);
      sync.hear({ k: 2, spacingMs: 20 }, zeroMs + 40 - 30);
      vi.advanceTimersByTime(leadMs - 40 - usualStartMs - 31);
      expect(element.paused).toBe(true);
      vi.advanceTimersByTime(1);
      expect(element.paused).toBe(false);
      vi.advanceTimersByTime(usualStartMs + 30);
      expect(aheadMs()).toBeCloseTo(30, 0);
      sync.end();
    });

    it('is only played where nothing is to be done about it', () => {
      const { sync, aheadMs, element } = begin({ lateMs: 140, means: 'none' });
      vi.advanceTimersByTime(20_000);
      expect(aheadMs()).toBeCloseTo(leadMs - 140, 1);
      expect(element.playbackRate).toBe(1);
      sync.end();
    });

    it('says why the browser would not play', async () => {
      const refusal = new DOMException('a tap first', 'NotAllowedError');
      const { handlers } = begin({ refusal });
      await vi.advanceTimersByTimeAsync(leadMs);
      expect(handlers.refused).toHaveBeenCalledWith(refusal);
    });

    it('says nothing of it once it has ended', async () => {
      const { sync, handlers } = begin({ refusal: new DOMException('loaded anew', 'AbortError') });
      vi.advanceTimersByTime(leadMs);
      sync.end();
      await vi.advanceTimersByTimeAsync(1);
      expect(handlers.refused).not.toHaveBeenCalled();
    });
  });

  describe('with a head', () => {
    it('sounds through the graph first, then through the plain element, which is in its place by then', () => {
      const { sync, channel, isHeard, aheadMs, headElement } = begin({ head: true });
      vi.advanceTimersByTime(leadMs + 50);
      expect(channel.sounds).toBe(true);
      expect(isHeard()).toBe(false);
      expect(sync.reading().through).toBe('graph');
      vi.advanceTimersByTime(8000);
      expect(sync.reading().through).toBe('element');
      expect(channel.sounds).toBe(false);
      expect(isHeard()).toBe(true);
      expect(Math.abs(aheadMs())).toBeLessThan(1.5);
      expect(headElement.muted).toBe(true);
      sync.end();
    });

    it('that is late sounds no longer than until the plain element is nearer to its place', () => {
      const { sync, channel, isHeard, aheadMs } = begin({ head: true, headLateMs: leadMs + 60 });
      vi.advanceTimersByTime(leadMs + 80);
      expect(channel.sounds).toBe(true);
      vi.advanceTimersByTime(2000);
      expect(sync.reading().through).toBe('element');
      expect(isHeard()).toBe(true);
      expect(Math.abs(aheadMs())).toBeLessThan(6);
      sync.end();
    });

    it('never leaves the plain element silent for longer than the head has, in its place or not', () => {
      // It never comes into its place: it always falls behind by what it takes to go there.
      const { sync, element, isHeard } = begin({ head: true, lateMs: 3900 });
      vi.advanceTimersByTime(9900);
      expect(isHeard()).toBe(false);
      vi.advanceTimersByTime(600);
      expect(isHeard()).toBe(true);
      expect(element.paused).toBe(false);
      sync.end();
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
      const { sync, graph, isHeard, channel } = begin({ head: true });
      vi.advanceTimersByTime(1000);
      happens(graph);
      vi.advanceTimersByTime(300);
      expect(isHeard()).toBe(true);
      expect(channel.sounds).toBe(false);
      sync.end();
    });

    it('sounds on while the clock of the graph is in doubt', () => {
      const { sync, graph, isHeard, channel } = begin({ head: true });
      vi.advanceTimersByTime(1000);
      graph.runs = false;
      vi.advanceTimersByTime(2000);
      expect(channel.sounds).toBe(true);
      vi.advanceTimersByTime(3000);
      expect(isHeard()).toBe(true);
      expect(channel.sounds).toBe(false);
      sync.end();
    });

    it('is the plain element’s alone when the graph does not run', () => {
      const { sync, isHeard, headElement, channel } = begin({ head: true, runs: false });
      vi.advanceTimersByTime(1000);
      expect(isHeard()).toBe(true);
      expect(headElement.paused).toBe(true);
      expect(channel.sounds).toBe(false);
      sync.end();
    });

    it.each([0, 100, 160])('that its page is left after %d ms comes by the plain element, when it is due', (leftAfterMs) => {
      const { sync, channel, element, isHeard, aheadMs } = begin({ head: true, lateMs: 70 });
      vi.advanceTimersByTime(leftAfterMs);
      page.visibilityState = 'hidden';
      page.dispatchEvent(new Event('visibilitychange'));
      expect(element.volume).toBe(1);
      vi.advanceTimersByTime(leadMs - leftAfterMs);
      expect(element.currentTime).toBeCloseTo(fromSec, 2);
      vi.advanceTimersByTime(250);
      expect(channel.sounds).toBe(false);
      expect(isHeard()).toBe(true);
      expect(Math.abs(aheadMs())).toBeLessThan(5);
      sync.end();
    });

    it('comes sooner when what is heard before it is due says so', () => {
      const { sync, channel, zeroMs } = begin({ head: true });
      vi.advanceTimersByTime(100);
      sync.hear({ k: 4, spacingMs: 20 }, zeroMs + 80 - 35);
      vi.advanceTimersByTime(50);
      expect((channel.opensAtMs ?? 0) - zeroMs).toBeCloseTo(leadMs - 35, 0);
      expect(channel.delayMs).toBeCloseTo(leadMs - 35 - 40, 0);
      sync.end();
    });

    it('tells the place that is heard, not that of the element', () => {
      const { sync } = begin({ head: true });
      vi.advanceTimersByTime(1000 + leadMs);
      expect(sync.positionSec).toBeCloseTo(fromSec + 1, 2);
      sync.end();
    });
  });

  it('is held to the least delayed of what follows it', () => {
    const { sync, aheadMs, zeroMs } = begin({});
    sync.hear({ k: 3, spacingMs: 20 }, zeroMs + 60 + 9);
    expect(sync.reading().zeroMovedMs).toBe(0);
    sync.hear({ k: 4, spacingMs: 20 }, zeroMs + 80 - 25);
    expect(sync.reading()).toMatchObject({ beats: 2, zeroMovedMs: 25 });
    vi.advanceTimersByTime(12_000);
    expect(Math.abs(aheadMs() - 25)).toBeLessThan(1.5);
    sync.end();
  });

  it('hears no beats when it is measured without them', () => {
    const { sync, zeroMs } = begin({ means: 'no-beats' });
    sync.hear({ k: 4, spacingMs: 20 }, zeroMs + 80 - 25);
    expect(sync.reading()).toMatchObject({ beats: 0, zeroMovedMs: 0 });
    sync.end();
  });

  it('goes where its person says that it should, and no further', () => {
    const { sync, aheadMs, isHeard } = begin({ head: true });
    vi.advanceTimersByTime(2000);
    sync.setLate(80);
    vi.advanceTimersByTime(12_000);
    expect(Math.abs(aheadMs() - 80)).toBeLessThan(1.5);
    expect(isHeard()).toBe(true);
    expect(sync.positionSec).toBeCloseTo(fromSec + (14_000 - leadMs) / 1000, 2);
    sync.end();
  });

  it('goes to where it is due, and not beyond, when what it is told of its place is held up for a while', { timeout: 60_000 }, () => {
    /** A seek aims so far ahead at most; what is told too late may trim it a little further. */
    const longestSeekMs = 300;
    const hitch = fc.record({ afterMs: fc.nat(3000), lateMs: fc.nat(2000), forMs: fc.nat(3000) });
    fc.assert(
      fc.property(fc.array(hitch, { maxLength: 8 }), (hitches) => {
        const { sync, element, aheadMs } = begin({});
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
        sync.end();
      }),
      { numRuns: 40 },
    );
  });

  it('can go on unheard', () => {
    const { sync, aheadMs, isHeard } = begin({});
    sync.mute(true);
    vi.advanceTimersByTime(12_000);
    expect(isHeard()).toBe(false);
    expect(Math.abs(aheadMs())).toBeLessThan(1.5);
    sync.mute(false);
    expect(isHeard()).toBe(true);
    sync.end();
  });

  it.each([20, 90, 250])('comes back into a running song unheard, and is heard in its place, on a phone that takes %d ms', (lateMs) => {
    const readiness = new Readiness(new SimulatedGraph().asGraph, () => 'all');
    const element = new SimulatedElement(0, lateMs);
    const deck = { element, plain: { primedAtSec: null }, head: null, unprime() {} } as unknown as Deck;
    const handlers = { refused: vi.fn(), stands: vi.fn(), stuck: vi.fn() };
    const zeroMs = performance.now();
    vi.advanceTimersByTime(20_000);
    const sync = Sync.rejoin(deck, { positionSec: fromSec, receivedAtMs: zeroMs, lateMs: 0 }, readiness, handlers);
    const aheadMs = () => (element.currentTime - fromSec) * 1000 - (performance.now() - zeroMs - leadMs);
    while (element.muted) {
      vi.advanceTimersByTime(10);
      expect(performance.now() - zeroMs).toBeLessThan(23_500);
    }
    expect(Math.abs(aheadMs())).toBeLessThan(6);
    vi.advanceTimersByTime(3000);
    expect(element.volume).toBe(1);
    expect(Math.abs(aheadMs())).toBeLessThan(2);
    sync.end();
  });

  describe('whose element stands still', () => {
    it.each(['until played', 'until loaded'] as const)('%s, is mended, and says so meanwhile', (until) => {
      const { sync, element, handlers, aheadMs } = begin({});
      vi.advanceTimersByTime(3000);
      element.standStill(until);
      vi.advanceTimersByTime(640);
      expect(handlers.stands.mock.calls).toEqual([[true]]);
      vi.advanceTimersByTime(60_000);
      expect(handlers.stands.mock.calls).toEqual([[true], [false]]);
      expect(Math.abs(aheadMs())).toBeLessThan(2);
      expect(handlers.stuck).not.toHaveBeenCalled();
      sync.end();
    });

    it('for good, is given up in the end', () => {
      const { sync, element, handlers } = begin({});
      vi.advanceTimersByTime(3000);
      element.standStill('for good');
      handlers.stuck.mockImplementation(() => sync.end());
      vi.advanceTimersByTime(20_000);
      expect(handlers.stuck).toHaveBeenCalledOnce();
      expect(element.loads).toBe(1);
      expect(handlers.stands.mock.calls).toEqual([[true], [false]]);
    });

    it('while its head sounds, does not say that nothing is heard', () => {
      const { sync, element, handlers, channel } = begin({ head: true });
      vi.advanceTimersByTime(1000);
      element.standStill('until loaded');
      vi.advanceTimersByTime(1500);
      expect(channel.sounds).toBe(true);
      expect(element.loads).toBe(1);
      expect(handlers.stands).not.toHaveBeenCalled();
      sync.end();
    });
  });

  it('leaves the element at its own pace and loud when it ends, and touches it no more', () => {
    const { sync, element } = begin({ lateMs: 190, head: true });
    vi.advanceTimersByTime(700);
    sync.end();
    expect(element).toMatchObject({ playbackRate: 1, muted: false, volume: 1 });
    element.pause();
    vi.advanceTimersByTime(20_000);
    expect(element).toMatchObject({ playbackRate: 1, paused: true });
    expect(vi.getTimerCount()).toBe(0);
  });
});
