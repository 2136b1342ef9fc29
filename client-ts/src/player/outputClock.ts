import { median } from './rateController';

/** One look at an output that runs. */
export interface OutputLook {
  /** How far `performance.now()` is ahead of what the output renders, in ms. It moves in steps of the output's buffer. */
  renderMs: number;
  /** How far `performance.now()` is ahead of what the output says is heard, in ms; NaN where what it says cannot be true. */
  heardMs: number;
}

/** Looks are so far apart. */
export const lookEveryMs = 100;
/** What is said to be heard is believed where so many looks agree: no sound card is a thousandth off. */
const steadyLooks = 15;
const steadyWithinMs = 1.2;
/** Before that, where so many agree roughly. Some engines tell nonsense: each time another. */
const fewestLooks = 3;
const roughlyMs = 20;
/** Of the last looks, those that are farther apart than the steps in which an output renders are from before a gap. */
const stepMs = 20;
const latestLooks = 8;
const keptLooks = 30;
const keptLatencies = 128;

/**
 * When an output's samples are heard, on `performance.now()`. What the output itself says of it is exact in calm, and wanders for seconds after a
 * gap (PulseAudio's does, by tens of milliseconds); what it renders is known in coarse steps only, but is right at once. So where the first is in
 * doubt, it is reckoned from the second and from the latency that was seen in calm.
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
    const heard = this.#looks.map(({ heardMs }) => heardMs);
    const renderMs = this.#renderMs();
    if (agree(heard.slice(-steadyLooks), steadyLooks, steadyWithinMs)) {
      this.offsetMs = median(heard.slice(-steadyLooks));
      this.#latencies = [...this.#latencies, this.offsetMs - renderMs].slice(-keptLatencies);
    } else if (this.#latencies.length > 0) this.offsetMs = renderMs + median(this.#latencies);
    else this.offsetMs = agree(heard.slice(-fewestLooks), fewestLooks, roughlyMs) ? median(heard.slice(-fewestLooks)) : null;
  }

  #renderMs(): number {
    const render = this.#looks.map(({ renderMs }) => renderMs);
    const now = median(render.slice(-latestLooks));
    const sinceGap = render.filter((ms) => Math.abs(ms - now) <= stepMs);
    return sinceGap.reduce((sum, ms) => sum + ms, 0) / sinceGap.length;
  }
}

/** NaN agrees with nothing. */
const agree = (values: number[], fewest: number, withinMs: number): boolean =>
  values.length >= fewest && Math.max(...values) - Math.min(...values) <= withinMs;
