import { isListening, playOrder } from '../session/session';
import { titleOf } from '../session/titles';
import type { PhoneView } from '../ui/view';
import type { State } from './state';

const reasons: Record<string, string> = {
  'nothing-playable': 'Nothing in the queue could be played',
  'nobody-listening': 'Paused, as nobody was listening',
  'library-changed': 'Paused, as the song is gone from the library',
};

/** Why this phone is silent by itself. */
const silent = {
  interrupted: 'The sound was interrupted on this phone',
  paused: 'Paused on this phone; the others go on',
  blocked: 'This browser wants a tap before it sounds',
};

/** What a person is told while the server cannot read the session's stored state. */
export const corrupt = { title: 'The server’s state is damaged', text: 'Its owner is told in the server’s log how to mend it.' };
export const corruptText = `${corrupt.title}. ${corrupt.text}`;

/** How things stand, in one line. `downloading`: how much of the current track is here, in per cent, while it comes. */
export function statusOf(state: State, downloading: number | null): PhoneView['status'] {
  const session = state.session.value;
  const me = state.me.value ?? '';
  const wait = (text: string) => ({ tone: 'wait' as const, text });
  const downloads = (percent: number) => ({ ...wait('downloading'), percent });
  const warn = (text: string) => ({ tone: 'warn' as const, text });
  if (!session) return wait('');
  const listening = isListening(session, me) && !state.muted.value;
  if (state.restarting.value && !state.online.value) return warn('The server is restarting…');
  if (!state.online.value) return warn(listening ? 'Connection lost; the song goes on here' : 'Connecting…');
  const { barrier, playState } = session;
  const [current, next] = playOrder(session);
  if (current === undefined) return warn('There is no music in the library yet');
  const cannot = state.unplayable.value.has(current);

  if (barrier) {
    if (cannot) return warn('This phone cannot play this song');
    if (state.muted.value) return warn(silent[state.muted.value]);
    if (!barrier.ready.includes(me) && downloading !== null) return downloads(downloading);
    return wait(`waiting for others to download (${barrier.ready.length}/${barrier.members.length} ready)`);
  }
  if (playState.mode === 'playing') {
    if (listening && state.stands.value) return warn('The song stands still here; trying again');
    if (listening)
      return { tone: 'ok', text: next && next !== current ? `In step · next: ${titleOf(state.tracks.value.get(next))}` : 'In step' };
    return state.muted.value ? warn(silent[state.muted.value]) : wait('you join at the next song');
  }
  if (state.muted.value === 'blocked') return warn(silent.blocked);
  if (session.pausedReason) return warn(reasons[session.pausedReason] ?? 'Paused');
  return downloading !== null ? downloads(downloading) : { tone: 'ok', text: 'Paused' };
}
