import { words } from '../words/phone';
import type { State } from './state';

/** Nearer to its start than this, in seconds, a track is played from its start. */
const nearSec = 1;

/** Whether this phone, from there, would sound elsewhere than it says. Tells its person so. */
export function isAstray(state: State, trackId: string, positionSec: number): boolean {
  const isAstray = positionSec > nearSec && state.tracks.value.get(trackId)?.fromStart === true;
  if (isAstray) state.bubbles.tell('warn', words().onlyFromStart);
  return isAstray;
}
