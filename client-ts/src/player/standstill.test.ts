import { describe, expect, it } from 'vitest';
import { Standstill } from './standstill';

const lookEveryMs = 40;

/** Looks for so long at an element whose place at each moment is `secAt`. */
function watch(secAt: (ms: number) => number, forMs: number, act: (standstill: Standstill, ms: number) => void = () => {}) {
  const standstill = new Standstill();
  const tried: string[] = [];
  for (let ms = 0; ms < forMs; ms += lookEveryMs) {
    act(standstill, ms);
    const what = standstill.look(ms, secAt(ms));
    if (what) tried.push(what);
  }
  return { tried, standstill };
}

describe('an element', () => {
  it('that goes on is left alone, in steps too', () => {
    expect(watch((ms) => Math.floor(ms / 250) * 0.25, 60_000).tried).toEqual([]);
  });

  it('that stands is played, then loaded, then given up, each once', () => {
    const { tried, standstill } = watch(() => 12, 60_000);
    expect(tried).toEqual(['play', 'load', 'give up']);
    expect(standstill.stands).toBe(true);
  });

  it('that goes on again does not stand any more', () => {
    const { tried, standstill } = watch((ms) => Math.max(0, ms - 700) / 1000, 5000);
    expect(tried).toEqual(['play']);
    expect(standstill.stands).toBe(false);
  });

  it('does not move by being sought', () => {
    let sec = 0;
    const { tried } = watch(
      () => sec,
      20_000,
      (standstill, ms) => {
        if (ms % 800 === 0) standstill.jumped(++sec);
      },
    );
    expect(tried).toEqual(['play', 'load', 'give up']);
  });

  it('that was loaded gets time to come, and is not loaded again', () => {
    const { tried } = watch(
      (ms) => (ms < 3000 ? 5 : 5 + (ms - 3000) / 1000),
      10_000,
      (standstill, ms) => {
        if (ms === 0) standstill.loads(0, 5);
      },
    );
    expect(tried).toEqual([]);
  });
});
