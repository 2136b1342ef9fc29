import type { Player } from '../player/player';
import { isAlone, isGuest, positionSecAt } from '../session/session';
import type { State } from './state';

/** Where the song is, in seconds. */
export interface SongPlace {
  /** By this phone's own sound; null where only the server knows. */
  soundingSec(): number | null;
  /** As far as this phone can tell. */
  positionSec(): number;
}

export function createSongPlace(state: State, player: Pick<Player, 'positionSec'>): SongPlace {
  const soundingSec = () => {
    const session = state.session.value;
    const me = state.me.value ?? '';
    // Nobody else plays on: the song stands where this phone fell silent.
    const stands = state.muted.value && session?.playState.mode === 'playing' && isAlone(session, me) && !isGuest(session, me);
    return player.positionSec() ?? (stands ? state.stoppedSec.value : null);
  };
  return {
    soundingSec,
    positionSec() {
      const session = state.session.value;
      return soundingSec() ?? (session ? positionSecAt(session, performance.now()) : 0);
    },
  };
}
