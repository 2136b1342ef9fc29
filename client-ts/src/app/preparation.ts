import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import type { Track } from '../protocol/messages';
import { playOrder, type Session } from '../session/session';
import type { Events } from './events';
import type { Library } from './library';
import { isUnplayable, markUnplayable, type State } from './state';

/** For this long after a start nothing else is prepared: the phone has better things to do. */
const quietMs = 1500;

export interface Preparation {
  /** Fetches and primes what plays now and next. */
  reconcile(session: Session): void;
  /**
   * The browser cannot play what is here of the track: has it come in its other form, or anew, once each. A copy may be damaged.
   * @returns false when nothing is left to try: the track is unplayable
   */
  mend(trackId: string): Promise<boolean>;
  /** What was gone or broken may be mended: tries it anew. */
  again(): void;
}

/** Brings the current and the next track to this phone, and to where they will start. */
export function createPreparation(state: State, player: Player, downloads: Downloads, library: Library, events: Events): Preparation {
  /** Tracks that the index lacked when the queue named them. */
  const missed = new Set<string>();
  let preparing: string | null = null;
  let quietUntilMs = 0;

  const due = (trackId: string, positionSec: number) =>
    downloads.onThisPhone.value.has(trackId) && !isUnplayable(state, trackId) && !player.isPrimed(trackId, positionSec);

  function known(trackId: string): Track[] {
    const track = state.tracks.value.get(trackId);
    if (!track && state.tracks.value.size > 0 && !missed.has(trackId)) {
      missed.add(trackId);
      void library.refresh();
    }
    return track && !isUnplayable(state, trackId) ? [track] : [];
  }

  async function mend(trackId: string): Promise<boolean> {
    const mends = (await library.otherForm(trackId)) || (await downloads.renew(trackId));
    if (!mends) markUnplayable(state, trackId);
    return mends;
  }

  async function prepare(trackId: string, positionSec: number, besides: string) {
    const key = `${trackId} ${positionSec}`;
    if (preparing === key) return;
    preparing = key;
    const primed = await player.prime(trackId, () => downloads.get(trackId), positionSec, besides);
    if (primed === 'unsupported') await mend(trackId);
    if (preparing === key) preparing = null;
    if (primed !== 'superseded') events.emit.changed();
  }

  events.on({
    started() {
      quietUntilMs = performance.now() + quietMs;
      setTimeout(events.emit.changed, quietMs);
    },
    async missing(trackId) {
      // Perhaps only in this form.
      if (state.tracks.value.get(trackId)?.query && (await library.otherForm(trackId))) return downloads.again();
      events.emit.gone(trackId);
    },
    gone(trackId) {
      markUnplayable(state, trackId);
      events.emit.changed();
    },
  });

  return {
    mend,
    reconcile(session) {
      const { barrier, playState } = session;
      const order = playOrder(session);
      const [current, next = current] = order;
      if (current === undefined || next === undefined) return;
      const isWaitedFor = barrier !== null && !barrier.ready.includes(state.me.value ?? '');
      downloads.want([current, next].flatMap(known), order, isWaitedFor);
      const positionSec = playState.anchorPositionSec;
      if (playState.mode !== 'playing' && due(current, positionSec)) void prepare(current, positionSec, next);
      else if (next !== current && performance.now() >= quietUntilMs && due(next, 0)) void prepare(next, 0, current);
    },
    again() {
      state.unplayable.value = new Set();
      missed.clear();
      downloads.again();
      void library.refresh();
    },
  };
}
