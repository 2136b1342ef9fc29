import { isAlone, isListening, playOrder } from '../session/session';
import type { PhoneView } from '../ui/view';
import { words } from '../words/phone';
import { isUnplayable, type State } from './state';

/** What a person is told while the server cannot read the session's stored state. */
export const corruptText = () => `${words().damaged}. ${words().damagedHow}`;

/** How things stand, in one line. `percent`: how much of the current track is on this phone; null where that is not known. */
export function statusOf(state: State, percent: number | null): PhoneView['status'] {
  const session = state.session.value;
  const me = state.me.value ?? '';
  const wait = (text: string) => ({ tone: 'wait' as const, text });
  const downloading = percent !== null && percent < 100 && { ...wait(words().downloading), percent };
  const warn = (text: string) => ({ tone: 'warn' as const, text });
  if (!session) return wait('');
  const listening = isListening(session, me) && !state.muted.value;
  if (state.restarting.value && !state.online.value) return warn(words().restarting);
  if (!state.online.value) return warn(listening ? words().soundsOn : words().connecting);
  const { barrier, playState } = session;
  const [current] = playOrder(session);
  if (current === undefined) return warn(words().emptyLibrary);
  const cannot = isUnplayable(state, current);
  const muted = state.muted.value;
  const paused = { tone: 'off' as const, text: words().paused };
  const silent = muted && (muted === 'paused' && isAlone(session, me) ? paused : warn(words().silent[muted]));

  if (barrier) {
    if (cannot) return warn(words().cannotPlay);
    if (silent) return silent;
    if (!barrier.ready.includes(me) && percent !== null) return downloading || wait(words().gettingReady);
    return wait(words().waiting(barrier.ready.length, barrier.members.length));
  }
  if (playState.mode === 'playing') {
    if (listening && state.stands.value) return warn(words().standsStill);
    if (listening && state.calibrating.value) return wait(words().clicks);
    if (listening && state.inStep.value === false) return wait(words().offStep);
    // Nobody else is there to be in step with.
    if (listening) return { tone: 'ok', text: state.inStep.value && !isAlone(session, me) ? words().inStep : words().playing };
    if (cannot) return warn(words().cannotPlay);
    return silent || wait(words().joinsNext);
  }
  if (muted === 'blocked') return warn(words().silent.blocked);
  if (session.pausedReason) return warn(words().pausedBy[session.pausedReason] ?? words().paused);
  return downloading || paused;
}
