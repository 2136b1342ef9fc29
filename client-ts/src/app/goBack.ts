import type { Commands } from '../protocol/api';
import type { AnsweredSnapshot } from '../protocol/messages';
import { playOrder, positionSecAt } from '../session/session';
import { titleOf } from '../session/titles';
import { insideWords } from '../words/inside';
import { words } from '../words/phone';
import type { State } from './state';

/**
 * Asks the server for something; what fails is told in a bubble.
 * @param at how things stood when its person wanted it; left out: as they stand now
 * @returns how things stand then; null: it was not accepted
 */
export type Command = <Name extends keyof Commands>(
  name: Name,
  body: Commands[Name],
  at?: AnsweredSnapshot | null,
) => Promise<AnsweredSnapshot | null>;

/**
 * Makes the track that ended last the current one, with a way to undo it where `next` brings back the order that there was. The song that
 * was current then goes on where it was, or stands there.
 */
export async function goBack(state: State, command: Command, soundingSec: () => number | null): Promise<void> {
  const before = state.session.value;
  if (!before) return;
  const positionSec = soundingSec() ?? positionSecAt(before, performance.now());
  const order = playOrder(before);
  const after = await command('previous', {});
  const trackId = after?.barrier?.trackId;
  // The server does not undo it. Next leaves the track at the end, and no wish.
  if (trackId === undefined || trackId !== order.at(-1) || trackId in before.wishes) return;

  const isPaused = before.playState.mode === 'paused' && before.barrier === null;
  async function undo() {
    const forth = await command('next', {}, after);
    if (forth?.barrier?.trackId === order[0]) await command(isPaused ? 'pause' : 'seek', { positionSec }, forth);
  }
  state.bubbles.tell('info', insideWords().wentBack(titleOf(state.tracks.value.get(trackId))), {
    label: words().undo,
    run: () => void undo(),
  });
}
