import { afterEach, beforeEach, vi } from 'vitest';
import type { Deck } from './deck';
import { Playback } from './playback';
import { SimulatedDelayLine, SimulatedElement, SimulatedGraph } from './simulated';
import { leadMs, StartLatency, type SyncMode } from './startLatency';

/** Where a start begins. */
export const fromSec = 30;
export const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

interface Kind {
  /** How long the plain element takes to sound. */
  lateMs?: number;
  /** It has a head that sounds through a graph, and takes so long. */
  head?: boolean;
  headLateMs?: number;
  syncMode?: SyncMode;
  refusal?: DOMException;
  /** Its graph runs. */
  runs?: boolean;
  volume?: number;
}

/** For tests: a start at a primed deck, heard of just now. */
export function begin({ lateMs = 60, head = false, headLateMs = 40, syncMode = 'all', refusal, runs = true, volume = 1 }: Kind) {
  const graph = new SimulatedGraph();
  graph.runs = runs;
  const startLatency = new StartLatency(graph.asGraph, () => syncMode);
  const plainAtSec = fromSec + startLatency.plainAheadSec();
  const element = new SimulatedElement(plainAtSec, lateMs, 0, refusal);
  const headElement = new SimulatedElement(fromSec, headLateMs);
  const delayLine = new SimulatedDelayLine(graph);
  const deck = {
    element,
    volume,
    plain: { primedAtSec: plainAtSec },
    head: head ? { primedElement: { element: headElement, primedAtSec: fromSec }, delayLine } : null,
    unprime() {},
    reload() {
      element.src = 'anew';
    },
  } as unknown as Deck;
  const handlers = { refused: vi.fn(), stands: vi.fn(), stuck: vi.fn() };
  const zeroMs = performance.now();
  const playback = Playback.begin(
    deck,
    { positionSec: fromSec, receivedAtMs: zeroMs, outputDelayMs: 0 },
    graph.asGraph,
    startLatency,
    handlers,
  );
  /** How far ahead of its place the plain element is, with time zero and its person's setting as they were at the start. */
  const aheadMs = () => (element.currentTime - fromSec) * 1000 - (performance.now() - zeroMs - leadMs);
  const isHeard = () => !element.paused && !element.muted && element.volume > 0.99;
  return { playback, element, headElement, delayLine, graph, handlers, zeroMs, aheadMs, isHeard };
}

/** For tests: on a visible page, in fake time. */
export function onPage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    page.visibilityState = 'visible';
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
