import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GraphStart } from './graphStart';
import { SimulatedDelayLine, SimulatedElement, SimulatedGraph } from './simulated';
import { leadMs } from './startLatency';

const fromSec = 30;

/** The element tells its place in steps. */
const stepMs = 10;
const elementThatTakes = (lateMs: number, refusal?: DOMException) => new SimulatedElement(fromSec, lateMs, stepMs, refusal);

function begin(element: SimulatedElement) {
  const graph = new SimulatedGraph();
  const speaker = new SimulatedDelayLine(graph);
  const failed = vi.fn();
  const dueMs = performance.now() + leadMs;
  const graphStart = new GraphStart(graph.asGraph, element as unknown as HTMLMediaElement, speaker.asChannel, fromSec, dueMs, failed);
  return { graphStart, speaker, graph, failed, dueMs };
}

describe('the onset', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([20, 61, 150, 211])('of an element that takes %d ms to come is heard when it is due', (lateMs) => {
    const { speaker, dueMs, failed } = begin(elementThatTakes(lateMs));
    vi.advanceTimersByTime(leadMs - 1);
    expect(speaker.sounds).toBe(false);
    vi.advanceTimersByTime(10);
    expect(speaker.sounds).toBe(true);
    expect(Math.abs((speaker.opensAtMs ?? 0) - dueMs)).toBeLessThanOrEqual(3);
    expect(lateMs + speaker.delayMs).toBeGreaterThan(leadMs - stepMs);
    expect(lateMs + speaker.delayMs).toBeLessThanOrEqual(leadMs);
    expect(failed).not.toHaveBeenCalled();
  });

  it('is as long as it takes, and no longer, where the element comes too late for it', () => {
    const { speaker, failed } = begin(elementThatTakes(leadMs + 40));
    vi.advanceTimersByTime(leadMs + 39);
    expect(speaker.sounds).toBe(false);
    vi.advanceTimersByTime(20);
    expect(speaker.sounds).toBe(true);
    expect(speaker.delayMs).toBe(0);
    expect(failed).not.toHaveBeenCalled();
  });

  it('learns how long the element took', () => {
    const { graphStart } = begin(elementThatTakes(48));
    vi.advanceTimersByTime(leadMs);
    expect(Math.abs((graphStart.startMs ?? 0) - 48)).toBeLessThanOrEqual(stepMs);
  });

  it('gives up on an element that does not come, once, and leaves it silent', () => {
    const element = elementThatTakes(10_000);
    const { speaker, failed } = begin(element);
    vi.advanceTimersByTime(1000);
    expect(failed).toHaveBeenCalledOnce();
    expect(speaker.sounds).toBe(false);
    expect(element.paused).toBe(true);
  });

  it('gives up on an element that may not play', async () => {
    const { failed } = begin(elementThatTakes(20, new DOMException('a tap first', 'NotAllowedError')));
    await vi.advanceTimersByTimeAsync(1);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('does not open while the graph stands still', () => {
    const { speaker, graph, failed } = begin(elementThatTakes(20));
    graph.runs = false;
    vi.advanceTimersByTime(1000);
    expect(speaker.sounds).toBe(false);
    expect(failed).toHaveBeenCalledOnce();
  });

  it('goes to its new place in one move, and stays there', () => {
    const { graphStart, speaker, dueMs } = begin(elementThatTakes(40));
    vi.advanceTimersByTime(1200);
    const [movesBefore, delayBefore] = [speaker.moves, speaker.delayMs];
    graphStart.moveTo(dueMs - 5);
    vi.advanceTimersByTime(1200);
    expect(speaker.moves - movesBefore).toBe(1);
    expect(speaker.delayMs).toBeCloseTo(delayBefore - 5, 1);
    vi.advanceTimersByTime(5000);
    expect(speaker.moves - movesBefore).toBe(1);
  });

  it('leaves its very beginning as it came, unless it is far off', () => {
    const { graphStart, speaker, dueMs } = begin(elementThatTakes(40));
    vi.advanceTimersByTime(leadMs + 100);
    graphStart.moveTo(dueMs - 4);
    vi.advanceTimersByTime(200);
    expect(speaker.moves).toBe(0);
    graphStart.moveTo(dueMs - 12);
    vi.advanceTimersByTime(100);
    expect(speaker.moves).toBe(1);
  });

  it('fades, then stands still without being paused', () => {
    const element = elementThatTakes(40);
    const { graphStart, speaker } = begin(element);
    vi.advanceTimersByTime(1000);
    graphStart.fade(160);
    vi.advanceTimersByTime(1000);
    expect(speaker.sounds).toBe(false);
    expect(element).toMatchObject({ muted: true, playbackRate: 0, paused: false });
  });
});
