import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import { type Beat, zeroAfter } from '../player/timeZero';
import { fallAsleep, rejoin } from '../protocol/api';
import { isAlone, type Session } from '../session/session';
import type { Events } from './events';
import type { State } from './state';

/** Where the running song is: at `positionSec` at `zeroMs` of this phone's `performance.now()`, since the event `anchorEvent`. */
interface Place {
  trackId: string;
  positionSec: number;
  anchorEvent: number;
  zeroMs: number;
}

/** After a tap a slow phone may take its time to open its sound: asking for another tap would not make it faster. */
export const tapMs = 10_000;

export interface Silence {
  /** Notes a release or a seek that this phone has heard; null: the room holds, or this phone has no part in what plays. */
  note(place: Place | null): void;
  /** A beat says when it was more exactly. */
  onBeat(beat: Beat & { anchorEvent: number }, receivedAtMs: number): void;
  /** Sounds in that place of the song. Says so where it cannot. */
  sound(): Promise<void>;
  /** Tells the server whether the room is to wait for this phone: not while it is silent by itself, or frozen. */
  reconcile(session: Session): void;
  /**
   * Takes this phone back into the running song, without disturbing anybody.
   * @returns false where the room would not have it back, or its place in the song is not known
   */
  comeBack(): Promise<boolean>;
}

/**
 * A phone that is silent by itself is asleep for the room. It knows its own time zero, so it finds back into the running song alone. One
 * that is alone in the room stays what it is: nobody waits for it.
 */
export function createSilence(state: State, player: Player, downloads: Downloads, events: Events): Silence {
  let place: Place | null = null;
  /** The clients as of what was last said of this one: once is enough until the server tells them anew. */
  let saidOf: Session['clients'] | null = null;
  let returning = false;

  async function sound(): Promise<void> {
    const here = place;
    if (!here) return;
    const { trackId, positionSec, anchorEvent, zeroMs } = here;
    const fetchTrack = async () => {
      const track = await downloads.get(trackId);
      return place === here && !state.muted.value ? track : null;
    };
    const sounds = await player.rejoin(trackId, fetchTrack, positionSec, anchorEvent, zeroMs);
    if (sounds || player.sounding() || state.muted.value) return;
    if (place !== here) return sound();
    events.emit.failed(trackId, 'stuck');
  }

  return {
    sound,
    note(heard) {
      place = heard;
    },
    onBeat(beat, receivedAtMs) {
      if (place?.anchorEvent === beat.anchorEvent) place.zeroMs = zeroAfter(place.zeroMs, beat, receivedAtMs);
    },
    reconcile(session) {
      const me = state.me.value ?? '';
      const here = session.clients[me];
      if (!here || !state.online.value || saidOf === session.clients || returning) return;
      const isSilent = state.frozen.value || (state.muted.value !== null && !isAlone(session, me));
      if (isSilent ? !here.active : !here.asleep) return;
      saidOf = session.clients;
      if (isSilent) fallAsleep(state.muted.value);
      else events.emit.renewStream();
    },
    async comeBack() {
      const here = place;
      if (!here || player.sounding() || returning) return here !== null;
      // A stream that is opened meanwhile would say that this phone is silent.
      returning = true;
      const came = await rejoin(here.anchorEvent);
      returning = false;
      if (came.kind === 'stale') events.emit.snapshot(came.snapshot, true);
      const session = state.session.value;
      if (came.kind === 'ok' && session && !state.muted.value) {
        const { clients, listeners } = came.value.snapshot;
        if (place === here) state.session.value = { ...session, clients, listeners };
        await sound();
      }
      return came.kind === 'ok';
    },
  };
}
