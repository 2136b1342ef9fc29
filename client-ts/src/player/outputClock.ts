import { median } from './rateController';

/** One look at an output that runs. */
export interface OutputLook {
  /** How far `performance.now()` is ahead of what the output renders, in ms. It moves in steps of the output's buffer. */
  renderMs: number;
  /** How far `performance.now()` is ahead of what the output says is heard, in ms; NaN where what it says cannot be true. */
  heardMs: number;
}

/** The time between two looks. */
export const lookEveryMs = 100;
/** What the output says is heard is believed when this many looks agree: no sound card is off by a thousandth. */
const steadyLooks = 15;
const steadyWithinMs = 1.2;
/** Until any latency is known, this many that agree roughly will do. Some engines tell nonsense that never agrees. */
const fewestLooks = 3;
const roughlyMs = 20;
/**
 * What is rendered now is the median of this many looks. A look that differs from it by more than one step of the output is older than a
 * gap.
 */
const latestLooks = 8;
const stepMs = 20;
/** Three seconds of looks, and 13 seconds of latencies. */
const keptLooks = 30;
const keptLatencies = 128;

/**
 * Tells when an output's samples are heard, on `performance.now()`. The output's own timestamp is exact while it is steady. After a gap it
 * wanders for seconds (PulseAudio's by tens of milliseconds). The time that it renders moves in coarse steps, but follows a gap at once.
 * While the timestamp is not steady, the clock adds the latency of steadier times to the rendered time.
 */
export class OutputClock {
  #looks: OutputLook[] = [];
  #latencies: number[] = [];
  /** How far `performance.now()` is ahead of what is heard, in ms; null while that is not known. */
  offsetMs: number | null = null;

  forget(): void {
    this.#looks = [];
    this.#latencies = [];
    this.offsetMs = null;
  }

  look(look: OutputLook): void {
    this.#looks = [...this.#looks, look].slice(-keptLooks);
    const renderMs = this.#renderMs();
    const steadyMs = this.#heardMs(steadyLooks, steadyWithinMs);
    if (steadyMs !== null) this.#latencies = [...this.#latencies, steadyMs - renderMs].slice(-keptLatencies);
    const reckonedMs = this.#latencies.length > 0 ? renderMs + median(this.#latencies) : this.#heardMs(fewestLooks, roughlyMs);
    this.offsetMs = steadyMs ?? reckonedMs;
  }

  /** The median of the last looks; null where they are too few or do not agree. NaN agrees with nothing. */
  #heardMs(looks: number, withinMs: number): number | null {
    const heard = this.#looks.slice(-looks).map(({ heardMs }) => heardMs);
    const agree = heard.length === looks && Math.max(...heard) - Math.min(...heard) <= withinMs;
    return agree ? median(heard) : null;
  }

  #renderMs(): number {
    const render = this.#looks.map(({ renderMs }) => renderMs);
    const now = median(render.slice(-latestLooks));
    const sinceGap = render.filter((ms) => Math.abs(ms - now) <= stepMs);
    return sinceGap.reduce((sum, ms) => sum + ms, 0) / sinceGap.length;
  }
}
