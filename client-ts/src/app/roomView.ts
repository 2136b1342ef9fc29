import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Downloads } from '../cache/downloads';
import { mainSession } from '../protocol/messages';
import { etaSec } from '../session/eta';
import { isListening, playOrder, type Room } from '../session/session';
import type { JoinView, PersonView, Phase, RoomView, TrackView } from '../ui/view';
import { type State, titleOf } from './state';
import { corrupt, statusOf } from './status';

const nobody: JoinView = { name: '', code: '', busy: false, error: null, tapOnly: false, room: null };

/** What people are told of a session: the main room needs no name. */
export const roomName = (session: string | null): string | null => (session === null || session === mainSession ? null : session);

/** What the screen shows, out of what the page knows. */
export function createRoomView(state: State, downloads: Downloads): ReadonlySignal<RoomView> {
  const queue = computed(() => state.room.value?.queue);
  const queueIndex = computed(() => state.room.value?.queueIndex ?? 0);
  const tracks = computed(() =>
    playOrder({ queue: queue.value ?? [], queueIndex: queueIndex.value }).map((id) => trackOf(state, downloads, id)),
  );

  return computed(() => {
    const room = state.room.value;
    const me = state.me.value ?? '';
    const current = tracks.value[0]?.trackId;
    const underWay = downloads.underWay.value;
    const downloadPercent = underWay && underWay.trackId === current ? underWay.percent : null;
    return {
      phase: phaseOf(state),
      online: state.online.value,
      elsewhere: state.elsewhere.value,
      corrupt: state.corrupt.value ? corrupt : null,
      join: state.join.value ?? nobody,
      name: roomName(state.session.value),
      queue: tracks.value,
      people: room ? Object.keys(room.clients).map((id) => personOf(room, id, me, downloadPercent)) : [],
      barrier: room?.barrier
        ? {
            type: room.barrier.type,
            readyCount: room.barrier.ready.length,
            memberCount: room.barrier.members.length,
            etaSec: etaSec(state.pace.value),
            canStartNow: room.barrier.ready.length > 0,
          }
        : null,
      silent: state.muted.value,
      downloadPercent,
      status: statusOf(state, downloadPercent),
      bubbles: state.bubbles.list.value,
      outputDelayMs: state.outputDelayMs.value,
      calibrating: state.calibrating.value,
    };
  });
}

function phaseOf(state: State): Phase {
  const room = state.room.value;
  if (state.join.value || !room) return 'joining';
  if (room.barrier) return state.muted.value || state.unplayable.value.has(room.barrier.trackId) ? 'silent' : 'waiting';
  if (room.playState.mode === 'paused') return 'paused';
  return isListening(room, state.me.value ?? '') && !state.muted.value ? 'playing' : 'silent';
}

function trackOf(state: State, downloads: Downloads, trackId: string): TrackView {
  const track = state.tracks.value.get(trackId);
  return {
    trackId,
    title: titleOf(track),
    artist: track?.tags?.artist ?? '',
    durationSec: state.durations.value.get(trackId) ?? track?.duration ?? null,
    coverUrl: track?.coverUrl ?? null,
    onThisPhone: downloads.onThisPhone.value.has(trackId),
  };
}

function personOf(room: Room, clientId: string, me: string, myPercent: number | null): PersonView {
  const { name = '', active = false, asleep = false } = room.clients[clientId] ?? {};
  const isMe = clientId === me;
  const percent = isMe && myPercent !== null ? myPercent : (room.percents[clientId] ?? 0);
  return { clientId, name, isMe, active, state: personState(room, clientId, active, asleep), percent };
}

/** How a client stands to what plays or is waited for now. */
export function personState(room: Room, clientId: string, active: boolean, asleep: boolean): PersonView['state'] {
  if (asleep) return 'asleep';
  if (!active) return 'away';
  if (room.barrier) {
    if (room.barrier.ready.includes(clientId)) return 'ready';
    return room.barrier.members.includes(clientId) ? 'downloading' : 'aside';
  }
  if (room.playState.mode === 'paused') return 'here';
  return room.listeners.includes(clientId) ? 'listening' : 'late';
}
