import type { State } from './state';

/** Nearer to its start than this, in seconds, a track is played from its start. */
const nearSec = 1;

/** Whether this phone, from there, would sound elsewhere than it says. Tells its person so. */
export function isAstray(state: State, trackId: string, positionSec: number): boolean {
  const why = positionSec > nearSec && state.tracks.value.get(trackId)?.fromStart;
  if (why) state.bubbles.tell('warn', why);
  return !!why;
}
