import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Channel } from './channel';
import type { Graph } from './graph';
import { Onset } from './onset';

/** The graph's clock began this much before the page's, and what is rendered is heard at once. */
const graphAheadMs = 5000;
/** The element tells its place in steps. */
const stepMs = 10;

/** An element that comes into the graph `lateMs` after it was played. */
class Element {
  muted = false;
  playbackRate = 1;
  paused = true;
  #playedAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly fromSec: number,
    private readonly lateMs: number,
    private readonly refuses = false,
  ) {}

  async play() {
    if (this.refuses) throw new DOMException('a tap first', 'NotAllowedError');
    this.paused = false;
    this.#playedAtMs = performance.now();
  }

  pause() {
    this.paused = true;
  }

  get currentTime(): number {
    const doneMs = performance.now() - this.#playedAtMs - this.lateMs;
    return this.fromSec + Math.max(0, Math.floor(doneMs / stepMs) * stepMs) / 1000;
  }
}

/** What was asked of the way to the speaker. */
class Speaker {
  delayMs = 0;
  openAtMs: number | null = null;
  moves = 0;
  #faded = false;

  get sounds(): boolean {
    return this.openAtMs !== null && !this.#faded && performance.now() >= this.openAtMs;
  }

  shut() {
    this.openAtMs = null;
  }

  open(delaySec: number, atSec: number) {
    this.delayMs = delaySec * 1000;
    this.openAtMs = atSec * 1000 - graphAheadMs;
  }

  holdBack(delaySec: number) {
    this.delayMs = delaySec * 1000;
    this.moves++;
  }

  fade() {
    this.#faded = true;
  }
}

const fromSec = 30;
const leadMs = 74;

function begin(element: Element) {
  const speaker = new Speaker();
  const graph = {
    runs: true,
    get nowSec() {
      return (performance.now() + graphAheadMs) / 1000;
    },
    secAt: (atMs: number) => (atMs + graphAheadMs) / 1000,
  };
  const failed = vi.fn();
  const dueMs = performance.now() + leadMs;
  const onset = new Onset(
    graph as unknown as Graph,
    element as unknown as HTMLMediaElement,
    speaker as unknown as Channel,
    fromSec,
    dueMs,
    failed,
  );
  return { onset, speaker, graph, failed, dueMs };
}

describe('the onset', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([20, 33, 48, 61])('of an element that takes %d ms to come is heard when it is due', (lateMs) => {
    const { speaker, dueMs, failed } = begin(new Element(fromSec, lateMs));
    vi.advanceTimersByTime(leadMs - 1);
    expect(speaker.sounds).toBe(false);
    vi.advanceTimersByTime(10);
    expect(speaker.sounds).toBe(true);
    expect(Math.abs((speaker.openAtMs ?? 0) - dueMs)).toBeLessThanOrEqual(3);
    expect(lateMs + speaker.delayMs).toBeGreaterThan(leadMs - stepMs);
    expect(lateMs + speaker.delayMs).toBeLessThanOrEqual(leadMs);
    expect(failed).not.toHaveBeenCalled();
  });

  it('is as long as it takes, and no longer, where the element comes too late for it', () => {
    const { speaker, failed } = begin(new Element(fromSec, leadMs + 40));
    vi.advanceTimersByTime(leadMs + 39);
    expect(speaker.sounds).toBe(false);
    vi.advanceTimersByTime(20);
    expect(speaker.sounds).toBe(true);
    expect(speaker.delayMs).toBe(0);
    expect(failed).not.toHaveBeenCalled();
  });

  it('learns how long the element took', () => {
    const { onset } = begin(new Element(fromSec, 48));
    vi.advanceTimersByTime(leadMs);
    expect(Math.abs((onset.startMs ?? 0) - 48)).toBeLessThanOrEqual(stepMs);
  });

  it('gives up on an element that does not come, once, and leaves it silent', () => {
    const element = new Element(fromSec, 10_000);
    const { speaker, failed } = begin(element);
    vi.advanceTimersByTime(1000);
    expect(failed).toHaveBeenCalledOnce();
    expect(speaker.sounds).toBe(false);
    expect(element.paused).toBe(true);
  });

  it('gives up on an element that may not play', async () => {
    const { failed } = begin(new Element(fromSec, 20, true));
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('does not open while the graph stands still', () => {
    const { speaker, graph, failed } = begin(new Element(fromSec, 20));
    graph.runs = false;
    vi.advanceTimersByTime(1000);
    expect(speaker.sounds).toBe(false);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('goes to its new place in one move, and stays there', () => {
    const { onset, speaker, dueMs } = begin(new Element(fromSec, 40));
    vi.advanceTimersByTime(1200);
    const [movesBefore, delayBefore] = [speaker.moves, speaker.delayMs];
    onset.moveTo(dueMs - 5);
    vi.advanceTimersByTime(1200);
    expect(speaker.moves - movesBefore).toBe(1);
    expect(speaker.delayMs).toBeCloseTo(delayBefore - 5, 1);
    vi.advanceTimersByTime(5000);
    expect(speaker.moves - movesBefore).toBe(1);
  });

  it('leaves its very beginning as it came, unless it is far off', () => {
    const { onset, speaker, dueMs } = begin(new Element(fromSec, 40));
    vi.advanceTimersByTime(leadMs + 100);
    onset.moveTo(dueMs - 4);
    vi.advanceTimersByTime(200);
    expect(speaker.moves).toBe(0);
    onset.moveTo(dueMs - 12);
    vi.advanceTimersByTime(100);
    expect(speaker.moves).toBe(1);
  });

  it('fades, then stands still without being paused', () => {
    const element = new Element(fromSec, 40);
    const { onset, speaker } = begin(element);
    vi.advanceTimersByTime(1000);
    onset.fade(160);
    vi.advanceTimersByTime(1000);
    expect(speaker.sounds).toBe(false);
    expect(element).toMatchObject({ muted: true, playbackRate: 0, paused: false });
  });
});
