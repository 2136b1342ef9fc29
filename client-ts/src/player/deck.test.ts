import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deck } from './deck';
import { Voice } from './primedElement';
import { SimulatedChannel, SimulatedGraph, SimulatedPage } from './simulated';
import { Readiness } from './startLatency';

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
    const readiness = new Readiness(graph.asGraph, () => 'all');
    const deck = new Deck();
    const voice = new Voice();
    deck.head = { voice, channel: new SimulatedChannel(graph).asChannel };
    const priming = deck.prime('song', async () => new Blob(['song']), 30, readiness);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await priming).toBe(true);
    expect(voice.primedAtSec).toBeNull();
    const graphRuns = async () => {
      graph.runs = true;
      deck.primeHead(readiness);
      await vi.advanceTimersByTimeAsync(100);
    };
    return { deck, voice, graphRuns };
  }

  it('that was primed before the graph ran gets its head when it does', async () => {
    const { deck, voice, graphRuns } = await held();
    await graphRuns();
    expect(voice.primedAtSec).toBe(30);
    expect(deck.isPrimed('song', 30)).toBe(true);
    expect(deck.plain.primedAtSec).toBe(30);
  });

  it('whose start was heard of stays without', async () => {
    const { deck, voice, graphRuns } = await held();
    deck.unprime();
    await graphRuns();
    expect(voice.primedAtSec).toBeNull();
  });
});
