import type { Player } from '../player/player';
import type { Events } from './events';
import type { State } from './state';

const lookEveryMs = 2000;
/** Two phones that are farther apart are heard as two. */
const nearMs = 25;

/** Keeps `state.inStep` at what this phone measures of its own sound. */
export function watchInStep(state: State, player: Pick<Player, 'reading'>, events: Events): void {
  setInterval(() => {
    if (document.hidden) return;
    const errorMs = player.reading()?.errorMs ?? null;
    state.inStep.value = errorMs === null ? null : Math.abs(errorMs) <= nearMs;
  }, lookEveryMs);
  events.on({
    started() {
      state.inStep.value = null;
    },
  });
}
