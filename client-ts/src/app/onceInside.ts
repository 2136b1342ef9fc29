import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import type { Actions, PhoneView, PositionSec } from '../ui/view';
import { tellOfAside } from './asideNotices';
import { reportCopies } from './copies';
import { tellOfDownloads } from './downloadNotices';
import type { Events } from './events';
import { watchInStep } from './inStep';
import { createInStepReport } from './inStepReport';
import { showOnLockScreen } from './mediaSession';
import { watchVersion } from './newVersion';
import { watchPatience } from './patience';
import type { Phone } from './phone';
import type { State } from './state';
import { keepAwake } from './wakeLock';

export { goBack } from './goBack';

/**
 * What a phone needs once it is in the room, but not to join and play: no part of the first load. It must be here before the server is
 * gone, or another.
 */
export function onceInside(
  state: State,
  player: Player,
  downloads: Downloads,
  phone: Phone,
  view: { readonly value: PhoneView },
  actions: Actions,
  events: Events,
  positionSec: PositionSec,
): void {
  tellOfDownloads(state, events);
  tellOfAside(state);
  showOnLockScreen(view, actions, phone.silence, positionSec);
  keepAwake(view);
  reportCopies(state, downloads);
  watchVersion(state, player);
  watchInStep(state, player, events);
  watchPatience(state);
  document.addEventListener('freeze', () => {
    state.frozen.value = player.sounding() === null;
    events.emit.changed();
  });
  document.addEventListener('resume', () => {
    state.frozen.value = false;
  });
  document.addEventListener('visibilitychange', () => {
    // In a pocket it is to play the song.
    if (document.hidden) state.calibrating.value = false;
  });
  events.on({ started: createInStepReport(player) });
}
