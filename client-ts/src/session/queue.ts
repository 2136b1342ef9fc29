import type { Message, QueueChange } from '../protocol/messages';
import type { Session } from './session';

/** The queue that `change` makes of the one before it; null where it does not fit that one. */
export function changed(queue: readonly string[], { queue: whole, advance, move, remove, insert }: QueueChange): string[] | null {
  if (whole) return whole;
  if (advance) return [...queue.slice(1), ...queue.slice(0, 1)];
  const after = [...queue];
  if (insert) return insert.at > after.length ? null : [...after.slice(0, insert.at), ...insert.trackIds, ...after.slice(insert.at)];
  const gone = move ? [move.trackId] : (remove ?? []);
  const from = after.indexOf(gone[0] ?? '');
  if (from < 0 || gone.some((trackId, n) => after[from + n] !== trackId)) return null;
  after.splice(from, gone.length);
  if (move) after.splice(move.to, 0, move.trackId);
  return after;
}

/** The session with what a message of the stream says of its queue. Pure; what the queue has in it already changes nothing. */
export function hear(session: Session, { event, payload, eventCount }: Message): Session {
  const { queueAt } = session;
  const heardAt = Math.max(session.heardAt, eventCount);
  if (eventCount <= queueAt) return heardAt === session.heardAt ? session : { ...session, heardAt };
  const follows = eventCount === queueAt + 1;
  if (event !== 'queue.changed') return { ...session, heardAt, queueAt: follows ? eventCount : queueAt };
  const queue = payload.queue ?? (follows ? changed(session.queue, payload) : null);
  if (!queue) return { ...session, heardAt };
  const { queueIndex, wishes, putAside } = payload;
  return { ...session, heardAt, queueAt: eventCount, queue, queueIndex, wishes, putAside };
}

/** Whether the stream has told of a change that the queue lacks. */
export const isQueueMissed = ({ queueAt, heardAt }: Session): boolean => heardAt > queueAt;
