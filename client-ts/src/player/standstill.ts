/** An element that goes on has moved by so much at two looks. What a seek lands beside its target is less. */
const leastSec = 0.05;

export type Attempt = 'play' | 'load' | 'give up';

/** What is tried about an element that stands, one after the other, each so long after the last. */
const attempts: readonly { afterMs: number; what: Attempt }[] = [
  { afterMs: 600, what: 'play' },
  { afterMs: 600, what: 'load' },
  { afterMs: 4000, what: 'give up' },
];

/** Watches whether an element that is to sound moves: its events do not tell. Knows no clock but the looks' own. */
export class Standstill {
  #sec = Number.NaN;
  #sinceMs = 0;
  #tried = 0;

  /** It stands still, and something was tried about it. */
  get stands(): boolean {
    return this.#tried > 0;
  }

  /** @returns what is to be tried now */
  look(nowMs: number, sec: number): Attempt | null {
    // NaN is near nothing.
    if (!(Math.abs(sec - this.#sec) < leastSec)) {
      this.#sec = sec;
      this.#sinceMs = nowMs;
      this.#tried = 0;
      return null;
    }
    const next = attempts[this.#tried];
    if (!next || nowMs - this.#sinceMs < next.afterMs) return null;
    this.#tried++;
    this.#sinceMs = nowMs;
    return next.what;
  }

  /** It was put there, and did not go there by itself. */
  jumped(sec: number): void {
    this.#sec = sec;
  }

  /** It was loaded anew and put there. */
  loads(nowMs: number, sec: number): void {
    this.#sec = sec;
    this.#sinceMs = nowMs;
    this.#tried = 2;
  }
}
