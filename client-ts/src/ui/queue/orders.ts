import { insideWords } from '../../words/inside';
import type { Actions, SongView } from '../view';

/** What a person can do to the order of the queue, and what is said once it is done. */
export function createOrders({ change }: Actions) {
  return {
    nudge: ({ trackId, title }: SongView) => change('nudge', { trackId }, insideWords().nudged(title)),
    wish: ({ trackId, title }: SongView) => change('wish', { trackId }, insideWords().youWished(title)),
    unwish: ({ trackId, title }: SongView) => change('unwish', { trackId }, insideWords().unwished(title)),
    moveAfter: ({ trackId, title }: SongView, after: SongView) =>
      change('move', { trackId, afterTrackId: after.trackId }, insideWords().moved(title, after.title)),
    notTonight: ({ trackId, title }: SongView) => change('not-tonight', { trackId }, insideWords().setAside(title)),
    bringBack: ({ trackId, title }: SongView) => change('bring-back', { trackId }, insideWords().broughtBack(title)),
    shuffle: () => change('shuffle', {}, insideWords().shuffled),
  };
}

export type Orders = ReturnType<typeof createOrders>;

/**
 * After which track of `order` the one at `from` has to come to stand at `to`; null where it may not stand there: the current one stays
 * first.
 */
export function afterFor(order: readonly string[], from: number, to: number): string | null {
  if (from < 1 || to < 1 || to >= order.length || from === to) return null;
  return order[to < from ? to - 1 : to] ?? null;
}
