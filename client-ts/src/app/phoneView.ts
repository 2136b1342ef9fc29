import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Downloads } from '../cache/downloads';
import { etaSec } from '../session/eta';
import { personState, silenceReason } from '../session/people';
import { isGuest, isListening, playOrder, type Session } from '../session/session';
import { roomName, titleOf } from '../session/titles';
import type { JoinView, PersonView, Phase, PhoneView, QueueView, SongView } from '../ui/view';
import { isUnplayable, type State } from './state';
import { statusOf } from './status';

const nobody: JoinView = { name: '', code: '', busy: false, error: null, tapOnly: false, roomName: null };

/** What the screen shows, out of what the page knows. */
export function createPhoneView(state: State, downloads: Downloads): ReadonlySignal<PhoneView> {
  // What a session has in common with the one before it is the same object: most of what happens leaves the queue alone.
  const part = <Name extends keyof Session>(name: Name) => computed(() => state.session.value?.[name]);
  const [tracks, queueIndex, wishes, putAside, clients, copies] = [
    part('queue'),
    part('queueIndex'),
    part('wishes'),
    part('putAside'),
    part('clients'),
    part('copies'),
  ];
  const order = computed(() => playOrder({ queue: tracks.value ?? [], queueIndex: queueIndex.value ?? 0 }));
  const queue = computed((): QueueView => {
    const wishers = Object.entries(wishes.value ?? {}).map(
      ([trackId, id]) => [trackId, { name: clients.value?.[id]?.name ?? '', isMe: id === state.me.value }] as const,
    );
    const phones = Object.values(clients.value ?? {}).filter(({ active }) => active).length;
    const counts = { copies: copies.value ?? {}, phones };
    return { order: order.value, wishes: new Map(wishers), putAside: putAside.value ?? [], ...counts, ...songsOf(state, downloads) };
  });

  return computed(() => {
    const session = state.session.value;
    const me = state.me.value ?? '';
    const current = queue.value.order[0];
    const underWay = downloads.underWay.value;
    const isHere = current !== undefined && downloads.onThisPhone.value.has(current);
    const myPercent = isHere ? 100 : underWay?.trackId === current ? (underWay?.percent ?? null) : null;
    const guest = session !== null && isGuest(session, me);
    return {
      phase: phaseOf(state),
      online: state.online.value,
      elsewhere: state.elsewhere.value,
      corrupt: state.corrupt.value,
      join: state.join.value ?? nobody,
      name: roomName(state.sessionName.value),
      code: state.code.value,
      track: current === undefined ? null : queue.value.song(current),
      queue: queue.value,
      guest,
      people: session ? Object.keys(session.clients).map((id) => personOf(session, id, me, myPercent)) : [],
      barrier: session?.barrier
        ? {
            type: session.barrier.type,
            readyCount: session.barrier.ready.length,
            memberCount: session.barrier.members.length,
            etaSec: etaSec(state.pace.value),
            canStartNow: session.barrier.ready.length > 0,
            everyoneHas: state.waitsLong.value && !guest ? everyoneHas(queue.value) : null,
          }
        : null,
      silent: state.muted.value,
      cannotPlay: current !== undefined && isUnplayable(state, current),
      loading: state.tracks.value.size === 0 && current !== undefined,
      status: statusOf(state, myPercent),
      bubbles: state.bubbles.list.value,
      outputDelayMs: state.outputDelayMs.value,
      calibrating: state.calibrating.value,
    };
  });
}

function phaseOf(state: State): Phase {
  const session = state.session.value;
  if (state.join.value || !session) return 'joining';
  if (session.barrier) return state.muted.value || isUnplayable(state, session.barrier.trackId) ? 'silent' : 'waiting';
  if (session.playState.mode === 'paused') return 'paused';
  return isListening(session, state.me.value ?? '') && !state.muted.value ? 'playing' : 'silent';
}

/** What comes first of what lies on every phone that is here, after the current track. */
function everyoneHas({ order, copies, phones, song }: QueueView): SongView | null {
  const trackId = order.find((id, at) => at > 0 && copies[id] === phones);
  return trackId === undefined ? null : song(trackId);
}

/** What is known now of each track. */
function songsOf(state: State, downloads: Downloads): Pick<QueueView, 'song' | 'library'> {
  const [tracks, durations, stored] = [state.tracks.value, state.durations.value, downloads.onThisPhone.value];
  const song = (trackId: string): SongView => {
    const track = tracks.get(trackId);
    return {
      trackId,
      title: titleOf(track),
      artist: track?.tags?.artist ?? '',
      album: track?.tags?.album ?? '',
      fileName: track?.fileName ?? '',
      durationSec: durations.get(trackId) ?? track?.duration ?? null,
      coverUrl: track?.coverUrl ?? null,
      onThisPhone: stored.has(trackId),
    };
  };
  return { song, library: tracks };
}

function personOf(session: Session, clientId: string, me: string, myPercent: number | null): PersonView {
  const { name = '', active = false, asleep = false } = session.clients[clientId] ?? {};
  const isMe = clientId === me;
  const percent = isMe && myPercent !== null ? myPercent : (session.percents[clientId] ?? 0);
  const state = personState(session, clientId, active, asleep);
  return { clientId, name, isMe, active, state, percent, reason: silenceReason(session, clientId, state) };
}
