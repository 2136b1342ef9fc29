import type { PhoneView } from '../view';
import type { RowFacts } from './songRow';

/** For so many songs it is told when they play. */
const nearRows = 30;

type Facts = Omit<RowFacts, 'place' | 'places'>;

/** What is to be said of a song that is put aside. */
export const putAside: Facts = { mark: null, wisher: null, inSec: null, isPutAside: true, copies: null };

/**
 * What is to be said of a song by where it stands in the queue. People placed what stands before the last wish; who moves one song to the
 * front leaves no other trace.
 * @param positionSec how much of the current song is over
 */
export function createRowFacts({ queue, phase }: PhoneView, positionSec: number): (trackId: string, at: number) => Facts {
  const { order, wishes, copies, phones } = queue;
  const near = order.slice(0, nearRows + wishes.size);
  const inSec = [0];
  let sumSec = -positionSec;
  for (const trackId of near.slice(0, nearRows)) {
    sumSec += queue.song(trackId).durationSec ?? Number.NaN;
    inSec.push(Math.max(0, sumSec));
  }
  const lastWish = Math.max(0, ...[...wishes.keys()].map((trackId) => near.indexOf(trackId)));
  return (trackId, at) => {
    const wisher = wishes.get(trackId) ?? null;
    const sec = phase === 'paused' ? undefined : inSec[at];
    const mark = at === 0 ? 'now' : wisher ? 'wish' : at === 1 ? 'next' : at < lastWish ? 'moved' : null;
    const on = copies[trackId] ?? 0;
    const isTold = phones > 1 && on > 0;
    return {
      mark,
      wisher,
      copies: isTold ? { on, phones } : null,
      inSec: sec === undefined || Number.isNaN(sec) ? null : sec,
      isPutAside: false,
    };
  };
}
