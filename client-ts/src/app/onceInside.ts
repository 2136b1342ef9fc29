import type { Player } from '../player/player';
import type { Actions, PositionSec, RoomView } from '../ui/view';
import { createInStepReport } from './inStepReport';
import { keepAwake, showOnLockScreen } from './lockScreen';
import { watchVersion } from './newVersion';
import type { Phone } from './phone';
import type { State } from './state';

/**
 * What a phone needs once it is in the room, but not to join and play: no part of the first load. It must be here before the server is gone,
 * or another.
 * @returns to be called at each start with the event that made it
 */
export function onceInside(
  state: State,
  player: Player,
  phone: Phone,
  view: { readonly value: RoomView },
  actions: Actions,
  positionSec: PositionSec,
): (anchorEvent: number) => void {
  showOnLockScreen(view, actions, phone.silence, positionSec);
  keepAwake(view);
  watchVersion(state, player);
  document.addEventListener('freeze', () => {
    state.frozen.value = player.sounding() === null;
    phone.tend();
  });
  document.addEventListener('resume', () => {
    state.frozen.value = false;
  });
  document.addEventListener('visibilitychange', () => {
    // In a pocket it is to play the song.
    if (document.hidden) state.byEar.value = false;
  });
  return createInStepReport(player);
}
