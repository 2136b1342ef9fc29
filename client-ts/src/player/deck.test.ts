import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deck } from './deck';
import { PrimedElement } from './primedElement';
import { SimulatedDelayLine, SimulatedGraph, SimulatedPage } from './simulated';
import { StartLatency } from './startLatency';

describe('a deck', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', new SimulatedPage());
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
