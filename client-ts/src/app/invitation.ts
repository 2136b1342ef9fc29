import { fetchSession } from '../protocol/api';
import { mainSession } from '../protocol/messages';
import type { State } from './state';
import * as storage from './storage';

/** What the address says that this page was opened by: a code, and whose it is. */
export function invitation(): { code: string; session: string } {
  const { code = '', session = mainSession } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  return { code, session };
}

/** A code in the address bar would be shared with the link, and is of no more use here. */
export const forgetCode = () => history.replaceState(null, '', location.pathname + location.search);

/** Which session this phone is paired with, and its code now; only the server knows. */
export async function learnSession(state: State): Promise<string | null> {
  const came = await fetchSession();
  if (came.kind !== 'ok') return null;
  state.sessionName.value = came.value.name;
  state.code.value = came.value.code;
  storage.sessionName.write(came.value.name);
  return came.value.name;
}

/** Whether the address invites this phone, which is in a room, to another one. The code of its own goes. */
export async function isInvitedElsewhere(state: State): Promise<boolean> {
  const { code, session } = invitation();
  const learning = learnSession(state);
  const own = code === '' ? null : await learning;
  if (own === session) forgetCode();
  return own !== null && own !== session;
}
