import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deck } from './deck';
import { PrimedElement } from './primedElement';
import { SimulatedDelayLine, SimulatedGraph, SimulatedPage } from './simulated';
import { StartLatency } from './startLatency';

describe('a deck', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', new SimulatedPage());
    vi.stubGlobal('navigator', {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A deck with a head that holds a song at its thirtieth second; its graph does not run yet. */
  async function held() {
    const graph = new SimulatedGraph();
    graph.runs = false;
    const startLatency = new StartLatency(graph.asGraph, () => 'all');
    const deck = new Deck();
    const primedElement = new PrimedElement();
    deck.head = { primedElement, delayLine: new SimulatedDelayLine(graph).asChannel };
    const priming = deck.prime('song', async () => new Blob(['song']), 30, startLatency);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await priming).toBe(true);
    expect(primedElement.primedAtSec).toBeNull();
    const graphRuns = async () => {
      graph.runs = true;
      deck.primeHead(startLatency);
      await vi.advanceTimersByTimeAsync(100);
    };
    return { deck, primedElement, graphRuns };
  }

  it('that was primed before the graph ran gets its head when it does', async () => {
    const { deck, primedElement, graphRuns } = await held();
    await graphRuns();
    expect(primedElement.primedAtSec).toBe(30);
    expect(deck.isPrimed('song', 30)).toBe(true);
    expect(deck.plain.primedAtSec).toBe(30);
  });

  it.each([
    ['an iPhone', { vendor: 'Apple Computer, Inc.', platform: 'iPhone' }, 500],
    ['any other phone', {}, 4000],
  ])('waits for a head that does not load on %s no longer than it has to', async (_, navigator, withinMs) => {
    vi.stubGlobal('navigator', navigator);
    const { deck, primedElement, graphRuns } = await held();
    await graphRuns();
    deck.stop();
    Object.assign(primedElement.element, { readyState: 1 });
    const began = performance.now();
    const priming = deck.prime('song', async () => null, 60, new StartLatency(new SimulatedGraph().asGraph, () => 'all'));
    let tookMs = Number.NaN;
    void priming.then(() => {
      tookMs = performance.now() - began;
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(deck.isPrimed('song', 60)).toBe(true);
    expect(tookMs).toBe(withinMs);
    expect(primedElement.primedAtSec, 'it comes by itself').toBe(60);
  });

  it('sounds as loud by its head as by its plain element', async () => {
    const { deck } = await held();
    deck.setVolume(0.4);
    expect([deck.element.volume, deck.head?.delayLine.volume]).toEqual([0.4, 0.4]);
  });

  it('whose start was heard of stays without', async () => {
    const { deck, primedElement, graphRuns } = await held();
    deck.unprime();
    await graphRuns();
    expect(primedElement.primedAtSec).toBeNull();
  });
});
