import type { AnsweredSnapshot, Message, Snapshot } from '../protocol/messages';
import { hear } from './queue';

/** The session as this phone knows it: the last snapshot with every message since applied. */
export interface Session extends Snapshot {
  copies: Record<string, number>;
  /** By client: how far it has downloaded the pending barrier's track, 0 to 100. */
  percents: Record<string, number>;
  /** Clients that the pending barrier no longer waits for. */
  setAside: string[];
  /** Why the server paused by itself, else null. */
  pausedReason: string | null;
  /** When the song stood at the anchor, on this phone's `performance.now()`. */
  anchorAtMs: number;
  /** The eventCount up to which the queue is known. An answer without a queue may be ahead of it. */
  queueAt: number;
  /** The eventCount up to which the stream has told. Greater than `queueAt`: a change of the queue was missed. */
  heardAt: number;
}

/** A session out of a snapshot that came at `atMs`. What only the stream tells is kept from `before` while the same barrier is pending. */
export function sessionOf(snapshot: Snapshot, before: Session | null, atMs: number): Session {
  const same = before?.barrier && snapshot.barrier?.trackId === before.barrier.trackId ? before : null;
  return {
    ...snapshot,
    copies: snapshot.copies ?? before?.copies ?? {},
    percents: same?.percents ?? {},
    setAside: same?.setAside.filter((id) => !snapshot.barrier?.members.includes(id)) ?? [],
    pausedReason: before?.eventCount === snapshot.eventCount ? before.pausedReason : null,
    anchorAtMs: atMs - snapshot.anchorAgeMs,
    queueAt: snapshot.eventCount,
    heardAt: snapshot.eventCount,
  };
}

/**
 * The session after an answer that came at `atMs`. One without a queue leaves the queue to the stream, which brings each of its changes.
 * Null where the answer says by its barrier that another track is current: how it came to that only the stream can say.
 */
export function answered({ queue, ...answer }: AnsweredSnapshot, before: Session, atMs: number): Session | null {
  const { queueAt, heardAt, queueIndex, wishes, putAside } = before;
  if (queue) return { ...sessionOf({ ...answer, queue }, before, atMs), heardAt };
  if (answer.barrier && answer.barrier.trackId !== playOrder(before)[0]) return null;
  return { ...sessionOf({ ...answer, queue: before.queue, queueIndex, wishes, putAside }, before, atMs), queueAt, heardAt };
}

/** Where the song stands at `atMs`, in seconds, as far as the session tells. */
export function positionSecAt({ playState, anchorAtMs }: Session, atMs: number): number {
  return playState.anchorPositionSec + (playState.mode === 'playing' ? (atMs - anchorAtMs) / 1000 : 0);
}

/**
 * The session after a message that came at `atMs`. Pure; an older message than the session changes nothing. Null until the first snapshot.
 */
export function apply(session: Session | null, message: Message, atMs: number): Session | null {
  if (message.event === 'snapshot') return sessionOf(message.payload, session, atMs);
  if (!session || message.event === 'heartbeat' || message.event === 'beat' || message.event === 'refresh') return session;
  // It differs from the one before it, whatever an answer has told meanwhile.
  if (message.event === 'copies.changed') return { ...session, copies: { ...session.copies, ...message.payload.copies } };
  const heard = hear(session, message);
  return message.eventCount < session.eventCount ? heard : { ...heard, eventCount: message.eventCount, ...change(session, message, atMs) };
}

type Change = Exclude<Message, { event: 'snapshot' | 'copies.changed' | 'heartbeat' | 'beat' | 'refresh' }>;

function change(session: Session, { event, payload, eventCount }: Change, atMs: number): Partial<Session> {
  switch (event) {
    case 'barrier.open': {
      const { positionSec, type, trackId, members, ready } = payload;
      return {
        barrier: { type, trackId, members, ready },
        playState: { mode: 'paused', anchorPositionSec: positionSec },
        percents: {},
        setAside: [],
        pausedReason: null,
      };
    }
    case 'barrier.progress': {
      if (session.barrier?.trackId !== payload.trackId) return {};
      const percents = Object.fromEntries(payload.waiting.map(({ clientId, percent }) => [clientId, percent]));
      const { members, ready, setAside } = payload;
      return { barrier: { ...session.barrier, members, ready }, percents, setAside: setAside ?? [] };
    }
    case 'barrier.release':
      return {
        barrier: null,
        playState: { mode: 'playing', anchorPositionSec: payload.positionSec },
        listeners: payload.members,
        anchorEvent: eventCount,
        anchorAtMs: atMs,
        pausedReason: null,
      };
    case 'paused':
      return {
        barrier: null,
        playState: { mode: 'paused', anchorPositionSec: payload.positionSec },
        anchorEvent: eventCount,
        pausedReason: payload.reason ?? null,
      };
    case 'seeked':
      return { playState: { ...session.playState, anchorPositionSec: payload.positionSec }, anchorEvent: eventCount, anchorAtMs: atMs };
    case 'queue.changed':
      return {};
    case 'clients.changed': {
      const { gone, ...rest } = payload;
      if (gone) rest.clients = { ...session.clients, ...rest.clients };
      for (const id of gone ?? []) delete rest.clients[id];
      return rest;
    }
  }
}

/** The queue as it will play, the current track first. */
export function playOrder({ queue, queueIndex }: Pick<Session, 'queue' | 'queueIndex'>): string[] {
  return queueIndex === 0 ? queue : [...queue.slice(queueIndex), ...queue.slice(0, queueIndex)];
}

/** Whether `clientId` is in the sound of the song that plays now. */
export function isListening(session: Session, clientId: string): boolean {
  return session.playState.mode === 'playing' && session.listeners.includes(clientId);
}

/** Whether nobody but `clientId` is here. */
export function isAlone(session: Session, clientId: string): boolean {
  return !Object.entries(session.clients).some(([id, { active }]) => active && id !== clientId);
}

/** Whether the room belongs to its hosts, and `clientId` is none. */
export function isGuest(session: Session, clientId: string): boolean {
  return session.control === 'hosts' && !session.clients[clientId]?.host;
}

/** Whether all that happened between `before` and `after` is that the pending barrier was released, as everybody who waits expects. */
export function isOnlyReleased(before: AnsweredSnapshot, after: AnsweredSnapshot): boolean {
  return (
    before.barrier !== null &&
    after.barrier === null &&
    after.playState.mode === 'playing' &&
    after.playState.anchorPositionSec === before.playState.anchorPositionSec &&
    after.eventCount === before.eventCount + 1 &&
    after.anchorEvent === after.eventCount
  );
}
