import { isListening, playOrder } from '../session/session';
import { titleOf } from '../session/titles';
import type { PhoneView } from '../ui/view';
import { words } from '../words/phone';
import type { State } from './state';

/** What a person is told while the server cannot read the session's stored state. */
export const corruptText = () => `${words().damaged}. ${words().damagedHow}`;

/** How things stand, in one line. `downloading`: how much of the current track is here, in per cent, while it comes. */
export function statusOf(state: State, downloading: number | null): PhoneView['status'] {
  const session = state.session.value;
  const me = state.me.value ?? '';
  const wait = (text: string) => ({ tone: 'wait' as const, text });
  const downloads = (percent: number) => ({ ...wait(words().downloading), percent });
  const warn = (text: string) => ({ tone: 'warn' as const, text });
  if (!session) return wait('');
  const listening = isListening(session, me) && !state.muted.value;
  if (state.restarting.value && !state.online.value) return warn(words().restarting);
  if (!state.online.value) return warn(listening ? words().soundsOn : words().connecting);
  const { barrier, playState } = session;
  const [current, next] = playOrder(session);
  if (current === undefined) return warn(words().emptyLibrary);
  const cannot = state.unplayable.value.has(current);

  if (barrier) {
    if (cannot) return warn(words().cannotPlay);
    if (state.muted.value) return warn(words().silent[state.muted.value]);
    if (!barrier.ready.includes(me) && downloading !== null) return downloads(downloading);
    return wait(words().waiting(barrier.ready.length, barrier.members.length));
  }
  if (playState.mode === 'playing') {
    if (listening && state.stands.value) return warn(words().standsStill);
    if (listening)
      return { tone: 'ok', text: next && next !== current ? words().inStepNext(titleOf(state.tracks.value.get(next))) : words().inStep };
    return state.muted.value ? warn(words().silent[state.muted.value]) : wait(words().joinsNext);
  }
  if (state.muted.value === 'blocked') return warn(words().silent.blocked);
  if (session.pausedReason) return warn(words().pausedBy[session.pausedReason] ?? words().paused);
  return downloading !== null ? downloads(downloading) : { tone: 'ok', text: words().paused };
}
