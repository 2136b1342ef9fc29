import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AudioGraph } from './audioGraph';
import { SimulatedPage } from './simulated';

type Timestamp = (nowMs: number) => AudioTimestamp;

/** A page's graph whose context began when the page's clock stood at `beganAtMs`, and tells its timestamps so. */
function graphThatTells(timestamp: Timestamp): AudioGraph {
  class Context {
    state = 'running';
    get currentTime() {
      return timestamp(performance.now()).contextTime ?? 0;
    }
    getOutputTimestamp() {
      return timestamp(performance.now());
    }
    async suspend() {
      this.state = 'suspended';
    }
    async resume() {
      this.state = 'running';
    }
  }
  class Source {
    connect() {}
    start() {}
  }
  vi.stubGlobal('window', { AudioContext: Context });
  vi.stubGlobal('AudioContext', Context);
  vi.stubGlobal('ConstantSourceNode', Source);
  const graph = new AudioGraph();
  graph.open();
  return graph;
}

const beganAtMs = 1000;

describe('the graph', () => {
  let page: SimulatedPage;

  beforeEach(() => {
    vi.useFakeTimers();
    page = new SimulatedPage();
    vi.stubGlobal('document', page);
    vi.stubGlobal('navigator', { vendor: 'Google Inc.', platform: 'Linux armv81' });
    vi.advanceTimersByTime(beganAtMs);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([0, 20, 400])('runs once its clock is known, and tells when what is rendered is heard %d ms later', (latencyMs) => {
    const wandersMs = 10;
    const graph = graphThatTells((nowMs) => {
      const contextTime = (nowMs - beganAtMs + (nowMs % 3) * (wandersMs / 2)) / 1000;
      return { contextTime, performanceTime: nowMs + latencyMs };
    });
    expect(graph.runs).toBe(false);
    vi.advanceTimersByTime(5000);
    expect(graph.runs).toBe(true);
    expect(Math.abs(graph.secAt(beganAtMs + latencyMs + 2000) * 1000 - 2000)).toBeLessThanOrEqual(wandersMs);
  });

  it('is not there in WebKitGTK', () => {
    vi.stubGlobal('navigator', { vendor: 'Apple Computer, Inc.', platform: 'Linux x86_64' });
    const graph = graphThatTells((nowMs) => ({ contextTime: (nowMs - beganAtMs) / 1000, performanceTime: nowMs }));
    vi.advanceTimersByTime(5000);
    expect(graph.exists).toBe(false);
    expect(graph.runs).toBe(false);
  });

  it.each<[string, Timestamp]>([
    [
      'adds the time of the context to that of the page',
      (nowMs) => ({ contextTime: (nowMs - beganAtMs) / 1000, performanceTime: 2 * nowMs }),
    ],
    ['is of another age', (nowMs) => ({ contextTime: (nowMs - beganAtMs) / 1000, performanceTime: nowMs + 60_000 })],
    ['wanders away', (nowMs) => ({ contextTime: nowMs / 2000, performanceTime: nowMs })],
  ])('does not run with a clock that %s', (_, timestamp) => {
    const graph = graphThatTells(timestamp);
    for (let passedMs = 0; passedMs < 20_000; passedMs += 50) {
      vi.advanceTimersByTime(50);
      expect(graph.runs).toBe(false);
    }
  });

  it('runs on when its output has a gap, and knows of it soon', () => {
    let behindMs = 20;
    const graph = graphThatTells((nowMs) => ({ contextTime: (nowMs - behindMs) / 1000, performanceTime: nowMs }));
    vi.advanceTimersByTime(5000);
    behindMs = 220;
    for (let passedMs = 0; passedMs < 500; passedMs += 50) {
      vi.advanceTimersByTime(50);
      expect(graph.runs).toBe(true);
    }
    expect(graph.secAt(220)).toBeCloseTo(0, 6);
  });

  it('does not mind a timestamp that stands alone', () => {
    let latencyMs = 20;
    const graph = graphThatTells((nowMs) => ({ contextTime: nowMs / 1000, performanceTime: nowMs + latencyMs }));
    vi.advanceTimersByTime(5000);
    latencyMs = 320;
    vi.advanceTimersByTime(100);
    latencyMs = 20;
    vi.advanceTimersByTime(100);
    expect(graph.runs).toBe(true);
    expect(graph.secAt(20)).toBeCloseTo(0, 6);
  });

  it('says whenever it begins to run', () => {
    const graph = graphThatTells((nowMs) => ({ contextTime: nowMs / 1000, performanceTime: nowMs }));
    graph.begins = vi.fn(() => expect(graph.runs).toBe(true));
    vi.advanceTimersByTime(5000);
    expect(graph.begins).toHaveBeenCalledOnce();
    graph.suspend();
    vi.advanceTimersByTime(200);
    expect(graph.runs).toBe(false);
    graph.open();
    vi.advanceTimersByTime(5000);
    expect(graph.begins).toHaveBeenCalledTimes(2);
  });

  it('does not run while the page is hidden, and at once when it is seen again', () => {
    const graph = graphThatTells((nowMs) => ({ contextTime: nowMs / 1000, performanceTime: nowMs }));
    vi.advanceTimersByTime(5000);
    page.visibilityState = 'hidden';
    expect(graph.runs).toBe(false);
    page.visibilityState = 'visible';
    expect(graph.runs).toBe(true);
  });
});
