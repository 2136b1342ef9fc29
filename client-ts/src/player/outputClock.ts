import { median } from './rateController';

/** One look at an output that runs. */
export interface OutputLook {
  /** When that was, on `performance.now()`. */
  atMs: number;
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
 * A timestamp that drifts by more than that is on its way to the truth, as no sound card does. PulseAudio's goes on at the mean rate of its
 * last five seconds and jumps nearer at each measurement: right after a jump it is off by what it drifts in `settlesInMs`.
 */
const fastestDrift = 0.0005;
/** What drifts by more than that never settles. */
const wildestDrift = 0.01;
const settlesInMs = 3400;
/** Without a jump, from one look to the next, it drifts evenly within that. */
const jumpMs = 0.8;
const fewestDrifting = 6;
const keptSettling = 15;
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
 * wanders for seconds (PulseAudio's by tens of milliseconds), and so it does at its beginning. The time that it renders moves in coarse
 * steps, but follows a gap at once. While the timestamp is not steady, the clock adds the latency of steadier times to the rendered time;
 * where there were none yet, the latency to which the timestamp is settling.
 */
export class OutputClock {
  #looks: OutputLook[] = [];
  #latencies: number[] = [];
  #settling: number[] = [];
  /** How far `performance.now()` is ahead of what is heard, in ms; null while that is not known. */
  offsetMs: number | null = null;

  forget(): void {
    this.#looks = [];
    this.#latencies = [];
    this.#settling = [];
    this.offsetMs = null;
  }

  look(look: OutputLook): void {
    this.#looks = [...this.#looks, look].slice(-keptLooks);
    const renderMs = this.#renderMs();
    const [fromMs, drift] = this.#drift();
    const drifts = Math.abs(drift) > fastestDrift;
    const steadyMs = drifts ? null : this.#heardMs(steadyLooks, steadyWithinMs);
    if (steadyMs !== null) this.#latencies = [...this.#latencies, steadyMs - renderMs].slice(-keptLatencies);
    if (Math.abs(drift) < wildestDrift) {
      const settledMs = fromMs - (drifts ? drift * settlesInMs : 0);
      this.#settling = [...this.#settling, settledMs - renderMs].slice(-keptSettling);
    }
    const latencies = this.#latencies.length > 0 ? this.#latencies : this.#settling;
    const reckonedMs = latencies.length > 0 ? renderMs + median(latencies) : this.#heardMs(fewestLooks, roughlyMs);
    this.offsetMs = steadyMs ?? reckonedMs;
  }

  /** The median of the last looks; null where they are too few or do not agree. NaN agrees with nothing. */
  #heardMs(looks: number, withinMs: number): number | null {
    const heard = this.#looks.slice(-looks).map(({ heardMs }) => heardMs);
    const agree = heard.length === looks && Math.max(...heard) - Math.min(...heard) <= withinMs;
    return agree ? median(heard) : null;
  }

  /** What was heard right after the last jump, and how it has drifted since: ms a ms. NaN where the looks are too few. */
  #drift(): [fromMs: number, drift: number] {
    const looks = this.#looks.slice(-steadyLooks);
    const steps = looks.slice(1).map(({ heardMs }, i) => heardMs - (looks[i] as OutputLook).heardMs);
    const usual = median(steps.slice(1 - fewestDrifting));
    const even = looks.slice(steps.findLastIndex((step) => !(Math.abs(step - usual) <= jumpMs)) + 1);
    const [first, last] = [even[0], even.at(-1)] as [OutputLook, OutputLook];
    return [first.heardMs, even.length < fewestDrifting ? Number.NaN : (last.heardMs - first.heardMs) / (last.atMs - first.atMs)];
  }

  #renderMs(): number {
    const render = this.#looks.map(({ renderMs }) => renderMs);
    const now = median(render.slice(-latestLooks));
    const sinceGap = render.filter((ms) => Math.abs(ms - now) <= stepMs);
    return sinceGap.reduce((sum, ms) => sum + ms, 0) / sinceGap.length;
  }
}
