import { describe, expect, it } from 'vitest';
import { lookEveryMs, OutputClock } from './outputClock';

const latencyMs = 77;
const bufferMs = 23;

/** An output that renders a buffer at a time, and is looked at. */
function output() {
  const clock = new OutputClock();
  let nowMs = 1000;
  /** How far what is rendered has fallen behind, by gaps. */
  let behindMs = 0;
  return {
    clock,
    /** What it says is heard is off by that much, so many ms after now. */
    pass(forMs: number, offMs: (passedMs: number) => number = () => 0) {
      const beganAtMs = nowMs;
      for (; nowMs < beganAtMs + forMs; nowMs += lookEveryMs) {
        const renderMs = behindMs + ((nowMs * 7) % bufferMs) - bufferMs / 2;
        clock.look({ atMs: nowMs, renderMs, heardMs: behindMs + latencyMs + offMs(nowMs - beganAtMs) });
      }
    },
    gap(forMs: number) {
      behindMs += forMs;
    },
    /** How far the clock is from the truth. */
    errorMs: () => Math.abs((clock.offsetMs ?? Number.NaN) - behindMs - latencyMs),
  };
}

describe("an output's clock", () => {
  it('is known roughly at once, and exactly soon', () => {
    const { clock, pass, errorMs } = output();
    expect(clock.offsetMs).toBeNull();
    pass(300, (passedMs) => passedMs / 20);
    expect(errorMs()).toBeLessThan(15);
    pass(1500, (passedMs) => (passedMs % 3) / 10);
    expect(errorMs()).toBeLessThan(0.3);
  });

  it('follows a gap before what is said of it can be believed', () => {
    const { pass, gap, errorMs } = output();
    pass(5000);
    gap(54);
    pass(500, () => 40);
    expect(errorMs()).toBeLessThan(10);
  });

  it.each([-25, -4, 4, 25])('does not follow what is said when that wanders by %d ms in a second', (msASecond) => {
    const { pass, gap, errorMs } = output();
    pass(5000);
    gap(30);
    pass(4000, (passedMs) => (msASecond * (passedMs % 1200)) / 1000);
    expect(errorMs()).toBeLessThan(3);
  });

  it.each([-30, -12, 12, 30])('reckons where what is said will settle, that is off by %d ms at first', (atFirstMs) => {
    const { pass, errorMs } = output();
    pass(500, () => -200);
    // As PulseAudio's: each measurement halves the rate that it goes on at.
    for (let offMs = atFirstMs; Math.abs(offMs) > 5; offMs /= 2) {
      pass(1500, (passedMs) => offMs * (1 + passedMs / 3400));
      expect(errorMs()).toBeLessThan(3);
    }
  });

  it('follows a clock that is a tenth of a thousandth off', () => {
    const { pass, errorMs } = output();
    pass(60_000, (passedMs) => passedMs / 10_000);
    expect(errorMs()).toBeGreaterThan(5.8);
    expect(errorMs()).toBeLessThan(6.1);
  });

  it('begins anew when it forgets its output', () => {
    const { clock, pass, errorMs } = output();
    pass(5000);
    clock.forget();
    expect(clock.offsetMs).toBeNull();
    pass(300, () => 200);
    expect(errorMs()).toBeCloseTo(200);
  });
});
