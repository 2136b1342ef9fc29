/** How hard a correction may be. */
export interface ControlProfile {
  /** The error is the median of this many ms of looks. */
  windowMs: number;
  /** Errors up to this are left alone, once it has been within half of it. */
  quietMs: number;
  /** A correction lasts about this long, unless the greatest trim makes it longer. */
  pulseMs: number;
  /** The greatest change of the rate: 0.01 is one per cent. */
  maxTrim: number;
  /** Beyond this it seeks. */
  farMs: number;
}

/** Nobody hears it: as fast as it goes. */
export const silentCatchUp: ControlProfile = { windowMs: 160, quietMs: 6, pulseMs: 120, maxTrim: 0.25, farMs: 400 };
/** Nobody hears it, and it is nearly right: as exact as it goes. */
export const preroll: ControlProfile = { windowMs: 1500, quietMs: 1.2, pulseMs: 300, maxTrim: 0.05, farMs: 120 };
/** The first seconds of a start, or after a jump: soon right, and briefly a little flat or sharp. */
export const starting: ControlProfile = { windowMs: 250, quietMs: 2, pulseMs: 400, maxTrim: 0.03, farMs: 200 };
/** Its person moves the sound and listens for it: at once, but what is small without a gap. */
export const calibrating: ControlProfile = { windowMs: 250, quietMs: 2, pulseMs: 400, maxTrim: 0.03, farMs: 30 };
/** In the song: not to be heard. */
export const steady: ControlProfile = { windowMs: 1500, quietMs: 1.2, pulseMs: 1500, maxTrim: 0.008, farMs: 120 };

export type Correction =
  /** Run at `rate` for `forMs`, then at 1 again. */
  | { kind: 'trim'; rate: number; forMs: number }
  /** Go to where the song is due, and `aheadMs` beyond, which it takes to sound there. */
  | { kind: 'seek'; aheadMs: number };

/** What is written now sounds this much later, and so do trims. */
const settleMs = 280;
const afterSeekMs = 700;
const longestPulseMs = 3000;
const fewestLooks = 4;
const oldestLookMs = 10_000;

/**
 * The control law: looks at how far the sound is off, and says what to do about it. One correction at a time, of a length that mends the
 * whole error; then it looks away until the correction can be seen. Knows no clock but the looks' own.
 */
export class RateController {
  #looks: { atMs: number; errorMs: number }[] = [];
  #blindUntilMs = Number.NEGATIVE_INFINITY;
  /** How late a seek of this phone comes to sound. */
  #seekLateMs = 0;
  #sought = false;
  #settled: ControlProfile | null = null;
  /** The last error that was sure enough to act on, in ms; positive: ahead. */
  errorMs: number | null = null;
  trims = 0;
  seeks = 0;

  /** @param errorMs how far ahead of its place the sound is at `atMs` */
  look(atMs: number, errorMs: number, profile: ControlProfile): Correction | null {
    if (atMs < this.#blindUntilMs) return null;
    this.#looks.push({ atMs, errorMs });
    const fresh = this.#looks.filter((look) => atMs - look.atMs <= profile.windowMs);
    // A page in the background may look once a second only.
    this.#looks = fresh.length >= fewestLooks ? fresh : this.#looks.filter((look) => atMs - look.atMs <= oldestLookMs).slice(-fewestLooks);
    const first = this.#looks[0];
    if (this.#looks.length < fewestLooks || !first || atMs - first.atMs < profile.windowMs * 0.7) return null;
    const error = median(this.#looks.map((look) => look.errorMs));
    this.errorMs = error;
    if (this.#sought) {
      this.#seekLateMs = Math.max(0, Math.min(300, this.#seekLateMs - error));
      this.#sought = false;
    }
    // Once it has settled it may stray to the edge before it is touched again, so that noise at the edge does not touch it for ever.
    const settled = Math.abs(error) <= (this.#settled === profile ? profile.quietMs : profile.quietMs / 2);
    this.#settled = settled ? profile : null;
    if (settled) return null;
    if (Math.abs(error) > profile.farMs) return this.#seek(atMs);
    return this.#trim(atMs, error, profile);
  }

  /** Its place is another from now on; a correction that is under way goes to its end. */
  moved(): void {
    this.#looks = [];
    this.#settled = null;
    this.#sought = false;
    this.errorMs = null;
  }

  /** What was seen is past: the sound, or its place, was moved by somebody else. */
  forget(untilMs: number): void {
    this.#looks = [];
    this.errorMs = null;
    this.#blindUntilMs = untilMs;
  }

  #trim(atMs: number, error: number, { pulseMs, maxTrim }: ControlProfile): Correction {
    const trim = Math.min(maxTrim, Math.abs(error) / pulseMs);
    const forMs = Math.min(longestPulseMs, Math.abs(error) / trim);
    this.trims++;
    this.#lookAway(atMs + forMs + settleMs);
    return { kind: 'trim', rate: 1 - Math.sign(error) * trim, forMs };
  }

  #seek(atMs: number): Correction {
    this.seeks++;
    this.#sought = true;
    this.#lookAway(atMs + afterSeekMs);
    return { kind: 'seek', aheadMs: this.#seekLateMs };
  }

  #lookAway(untilMs: number) {
    this.#looks = [];
    this.#blindUntilMs = untilMs;
  }
}

/** One of the values, never one between two of them: before or after a jump, not half-way. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
