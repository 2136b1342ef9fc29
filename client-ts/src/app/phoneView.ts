import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Downloads } from '../cache/downloads';
import { etaSec } from '../session/eta';
import { personState } from '../session/people';
import { isListening, playOrder, type Session } from '../session/session';
import { roomName, titleOf } from '../session/titles';
import type { JoinView, PersonView, Phase, PhoneView, TrackView } from '../ui/view';
import type { State } from './state';
import { corrupt, statusOf } from './status';

const nobody: JoinView = { name: '', code: '', busy: false, error: null, tapOnly: false, roomName: null };

/** What the screen shows, out of what the page knows. */
export function createPhoneView(state: State, downloads: Downloads): ReadonlySignal<PhoneView> {
  const queue = computed(() => state.session.value?.queue);
  const queueIndex = computed(() => state.session.value?.queueIndex ?? 0);
  const tracks = computed(() =>
    playOrder({ queue: queue.value ?? [], queueIndex: queueIndex.value }).map((id) => trackOf(state, downloads, id)),
  );

  return computed(() => {
    const session = state.session.value;
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
      name: roomName(state.sessionName.value),
      queue: tracks.value,
      people: session ? Object.keys(session.clients).map((id) => personOf(session, id, me, downloadPercent)) : [],
      barrier: session?.barrier
        ? {
            type: session.barrier.type,
            readyCount: session.barrier.ready.length,
            memberCount: session.barrier.members.length,
            etaSec: etaSec(state.pace.value),
            canStartNow: session.barrier.ready.length > 0,
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
  const session = state.session.value;
  if (state.join.value || !session) return 'joining';
  if (session.barrier) return state.muted.value || state.unplayable.value.has(session.barrier.trackId) ? 'silent' : 'waiting';
  if (session.playState.mode === 'paused') return 'paused';
  return isListening(session, state.me.value ?? '') && !state.muted.value ? 'playing' : 'silent';
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

function personOf(session: Session, clientId: string, me: string, myPercent: number | null): PersonView {
  const { name = '', active = false, asleep = false } = session.clients[clientId] ?? {};
  const isMe = clientId === me;
  const percent = isMe && myPercent !== null ? myPercent : (session.percents[clientId] ?? 0);
  return { clientId, name, isMe, active, state: personState(session, clientId, active, asleep), percent };
}
