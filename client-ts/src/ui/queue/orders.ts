import type { Actions, SongView } from '../view';

/** What a person can do to the order of the queue, and what is said once it is done. */
export function createOrders({ change }: Actions) {
  return {
    nudge: ({ trackId, title }: SongView) => change('nudge', { trackId }, `${title} plays next.`),
    wish: ({ trackId, title }: SongView) => change('wish', { trackId }, `You wished ${title}.`),
    unwish: ({ trackId, title }: SongView) => change('unwish', { trackId }, `${title} is no wish any more.`),
    moveAfter: ({ trackId, title }: SongView, after: SongView) =>
      change('move', { trackId, afterTrackId: after.trackId }, `${title} plays after ${after.title}.`),
    notTonight: ({ trackId, title }: SongView) => change('not-tonight', { trackId }, `${title} is put aside for tonight.`),
    bringBack: ({ trackId, title }: SongView) => change('bring-back', { trackId }, `${title} is back, at the end of the queue.`),
    shuffle: () => change('shuffle', {}, 'The queue is shuffled. Wishes stay where they are.'),
  };
}

export type Orders = ReturnType<typeof createOrders>;

/**
 * After which track of `order` the one at `from` has to come to stand at `to`; null where it may not stand there: the current one stays first.
 */
export function afterFor(order: readonly string[], from: number, to: number): string | null {
  if (from < 1 || to < 1 || to >= order.length || from === to) return null;
  return order[to < from ? to - 1 : to] ?? null;
}
