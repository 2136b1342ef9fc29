import type { Entry } from './store';

type Sized = Pick<Entry, 'trackId' | 'size'>;

/** How many of those just played are kept as long as others can go. They stand at the end of the order, as the queue circulates. */
const recent = 3;

const bytesOf = (entries: readonly Sized[]) => entries.reduce((sum, { size }) => sum + size, 0);

/**
 * Which tracks to delete so that `incomingBytes` more fit into `budgetBytes`. `order` is the order of play, the current track first; it is
 * known, so the track whose next use is farthest goes first. The last three played go only when nothing else is left, the current and
 * the next never.
 */
export function evictions(
  entries: readonly Sized[],
  order: readonly string[],
  incomingBytes: number,
  budgetBytes = bytesOf(entries),
): string[] {
  let excess = bytesOf(entries) + incomingBytes - budgetBytes;
  if (excess <= 0) return [];
  const distances = new Map(entries.map(({ trackId }) => [trackId, Number.MAX_SAFE_INTEGER]));
  order.forEach((trackId, i) => {
    if (distances.has(trackId)) distances.set(trackId, i);
  });
  const candidates = entries
    .map(({ trackId, size }) => ({ trackId, size, distance: distances.get(trackId) as number }))
    .filter(({ distance }) => distance > 1)
    .map((entry) => ({ ...entry, isRecent: entry.distance < order.length && entry.distance >= order.length - recent }))
    .sort((a, b) => Number(a.isRecent) - Number(b.isRecent) || b.distance - a.distance);

  const going: string[] = [];
  for (const { trackId, size } of candidates) {
    if (excess <= 0) break;
    going.push(trackId);
    excess -= size;
  }
  return going;
}
