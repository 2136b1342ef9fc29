import type { AudioGraph } from './audioGraph';

/**
 * How long after its time zero a start is due to be heard, the same on every phone: long enough for ten beats to have settled zero and for
 * a slow page to have both elements ready, before anything sounds.
 */
export const leadMs = 224;
/** What a plain element takes from `play()` to sound, until this phone has seen its own. */
const usualStartMs = 70;
const wakeWithinMs = 250;
/** No head takes longer: whoever measures that has measured something else. */
const longestHeadMs = 250;

/** How much of it is in use: less than all only to measure what each part is good for. */
export type SyncMode = 'all' | 'no-beats' | 'none';

/**
 * What this phone knows of its own slowness: an element that takes longer than the lead is primed as far ahead as it would else come late.
 */
export class StartLatency {
  #headStartMs = 0;
  #plainStartMs = usualStartMs;

  constructor(
    private readonly graph: AudioGraph,
    readonly syncMode: () => SyncMode,
  ) {}

  /** Heads may sound. */
  get headsSound(): boolean {
    return this.syncMode() !== 'none' && this.graph.runs;
  }

  /** Wakes the graph, and waits a moment for it. */
  async graphRuns(): Promise<boolean> {
    if (this.syncMode() === 'none' || document.visibilityState === 'hidden') return false;
    this.graph.wake();
    for (const began = performance.now(); !this.graph.runs && this.graph.exists && performance.now() - began < wakeWithinMs; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.graph.runs;
  }

  /** From `play()` to the sound of a plain element, as far as it was seen. */
  get plainStartMs(): number {
    return this.#plainStartMs;
  }

  headAheadSec(): number {
    return Math.max(0, this.#headStartMs - leadMs) / 1000;
  }

  plainAheadSec(): number {
    return this.syncMode() === 'none' ? 0 : Math.max(0, this.#plainStartMs - leadMs) / 1000;
  }

  /** The head took that long, with a little to spare for the next time. */
  headTook(startMs: number): void {
    if (startMs > longestHeadMs) return;
    this.#headStartMs = between(this.#headStartMs || startMs, startMs + 4);
  }

  plainTook(startMs: number): void {
    this.#plainStartMs = between(this.#plainStartMs, startMs);
  }
}

const between = (before: number, now: number): number => Math.max(0, Math.min(500, before + (now - before) / 2));
