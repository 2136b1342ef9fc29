import type { Waiting } from '../protocol/messages';

/** Where each download of a barrier stood when first heard of, and now. Times in ms of one monotonic clock. */
export type Pace = Readonly<Record<string, { fromPercent: number; fromMs: number; percent: number; atMs: number }>>;

export function observe(pace: Pace, waiting: readonly Waiting[], nowMs: number): Pace {
  return Object.fromEntries(
    waiting.map(({ clientId, percent }) => {
      const before = pace[clientId];
      if (!before || percent < before.percent) return [clientId, { fromPercent: percent, fromMs: nowMs, percent, atMs: nowMs }];
      return [clientId, percent === before.percent ? before : { ...before, percent, atMs: nowMs }];
    }),
  );
}

/** Seconds until the slowest download ends, at its pace so far; null while one of them has not shown a pace. */
export function etaSec(pace: Pace): number | null {
  const rests = Object.values(pace).map(({ fromPercent, fromMs, percent, atMs }) => {
    const perMs = (percent - fromPercent) / (atMs - fromMs);
    return perMs > 0 ? (100 - percent) / perMs / 1000 : null;
  });
  return rests.length === 0 || rests.includes(null) ? null : Math.ceil(Math.max(...(rests as number[])));
}
