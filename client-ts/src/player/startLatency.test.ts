import { describe, expect, it } from 'vitest';
import { SimulatedGraph } from './simulated';
import { leadMs, StartLatency } from './startLatency';

const startLatency = () => new StartLatency(new SimulatedGraph().asGraph, () => 'all');

describe('how long the head takes', () => {
  it('is learnt from what it took', () => {
    const known = startLatency();
    for (let start = 0; start < 20; start++) known.headTook(leadMs + 20);
    expect(known.headAheadSec() * 1000).toBeCloseTo(24, 0);
  });

  it('is not learnt from what cannot be', () => {
    const known = startLatency();
    for (const nonsense of [251, 500, 40_000]) known.headTook(nonsense);
    expect(known.headAheadSec()).toBe(0);
  });
});
