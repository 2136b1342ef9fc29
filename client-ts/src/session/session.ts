import type { Message, Snapshot } from '../protocol/messages';

/** The session as this phone knows it: the last snapshot with every message since applied. */
export interface Room extends Snapshot {
  /** By client: how far it has downloaded the pending barrier's track, 0 to 100. */
  percents: Record<string, number>;
  /** Clients that the pending barrier no longer waits for. */
  setAside: string[];
  /** Why the server paused by itself, else null. */
  pausedReason: string | null;
  /** When the song stood at the anchor, on this phone's `performance.now()`. */
  anchorAtMs: number;
}

/** A room out of a snapshot that came at `atMs`. What only the stream tells is kept from `before` while the same barrier is pending. */
export function roomOf(snapshot: Snapshot, before: Room | null, atMs: number): Room {
  const same = before?.barrier && snapshot.barrier?.trackId === before.barrier.trackId ? before : null;
  return {
    ...snapshot,
    percents: same?.percents ?? {},
    setAside: same?.setAside.filter((id) => !snapshot.barrier?.members.includes(id)) ?? [],
    pausedReason: before?.eventCount === snapshot.eventCount ? before.pausedReason : null,
    anchorAtMs: atMs - snapshot.anchorAgeMs,
  };
}

/** Where the song stands at `atMs`, in seconds, as far as the room tells. */
export function positionSecAt({ playState, anchorAtMs }: Room, atMs: number): number {
  return playState.anchorPositionSec + (playState.mode === 'playing' ? (atMs - anchorAtMs) / 1000 : 0);
}

/** The room after a message that came at `atMs`. Pure; an older message than the room changes nothing. Null until the first snapshot. */
export function apply(room: Room | null, message: Message, atMs: number): Room | null {
  if (message.event === 'snapshot') return roomOf(message.payload, room, atMs);
  if (!room || message.eventCount < room.eventCount) return room;
  if (message.event === 'heartbeat' || message.event === 'beat' || message.event === 'refresh') return room;
  return { ...room, eventCount: message.eventCount, ...change(room, message, atMs) };
}

type Change = Exclude<Message, { event: 'snapshot' | 'heartbeat' | 'beat' | 'refresh' }>;

function change(room: Room, { event, payload, eventCount }: Change, atMs: number): Partial<Room> {
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
      if (room.barrier?.trackId !== payload.trackId) return {};
      const percents = Object.fromEntries(payload.waiting.map(({ clientId, percent }) => [clientId, percent]));
      const { members, ready, setAside } = payload;
      return { barrier: { ...room.barrier, members, ready }, percents, setAside: setAside ?? [] };
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
      return { playState: { ...room.playState, anchorPositionSec: payload.positionSec }, anchorEvent: eventCount, anchorAtMs: atMs };
    case 'queue.changed':
      return { queue: payload.queue, queueIndex: payload.queueIndex };
    case 'clients.changed':
      return { clients: payload.clients, listeners: payload.listeners };
  }
}

/** The queue as it will play, the current track first. */
export function playOrder({ queue, queueIndex }: Pick<Room, 'queue' | 'queueIndex'>): string[] {
  return [...queue.slice(queueIndex), ...queue.slice(0, queueIndex)];
}

/** Whether `clientId` is in the sound of the song that plays now. */
export function isListening(room: Room, clientId: string): boolean {
  return room.playState.mode === 'playing' && room.listeners.includes(clientId);
}

/** Whether nobody but `clientId` is here. */
export function isAlone(room: Room, clientId: string): boolean {
  return !Object.entries(room.clients).some(([id, { active }]) => active && id !== clientId);
}

/** Whether all that happened between `before` and `after` is that the pending barrier was released, as everybody who waits expects. */
export function isOnlyReleased(before: Room, after: Snapshot): boolean {
  return (
    before.barrier?.trackId === after.queue[after.queueIndex] &&
    after.barrier === null &&
    after.playState.mode === 'playing' &&
    after.playState.anchorPositionSec === before.playState.anchorPositionSec &&
    after.eventCount === before.eventCount + 1 &&
    after.anchorEvent === after.eventCount
  );
}
