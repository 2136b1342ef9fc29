/** A numbered event of the train that follows a release or a seek, `spacingMs` apart. */
export interface Beat {
  k: number;
  spacingMs: number;
}

/**
 * Time zero after one more beat. Beat k leaves no sooner than k spacings after the start that it follows, so whatever delayed it, zero was
 * no later than its receipt less k spacings: the least delayed message tells.
 * @param zeroMs what was known until now, on this phone's `performance.now()`
 */
export const zeroAfter = (zeroMs: number, { k, spacingMs }: Beat, receivedAtMs: number): number =>
  Math.min(zeroMs, receivedAtMs - k * spacingMs);
