import { type ReadonlySignal, signal } from '@preact/signals-core';
import { mainSession } from '../protocol/messages';
import { createScope } from '../scope';
import { hostWords } from '../words/host';
import { ask, tell } from './server';
import { type HostSession, roomName, type SessionsActions, type SessionsView, screenOf } from './sessionsDialog';

const lookAgainMs = 5000;

/** The session that this screen shows: the one that its address names. */
export const shown = new URLSearchParams(location.search).get('session') ?? mainSession;

/** A path that speaks of the shown session. */
export const ofShown = (path: string): string => `${path}?session=${encodeURIComponent(shown)}`;

/** Goes to the main room, and says there why. */
export function leaveClosed(): void {
  location.replace(`/host?closed=${encodeURIComponent(shown)}`);
}

/** Says which room was closed under this screen, once. */
export function tellWhatWasClosed(): void {
  const closed = new URLSearchParams(location.search).get('closed');
  if (closed === null) return;
  history.replaceState(null, '', screenOf(mainSession));
  tell(hostWords().wasClosed(closed));
}

/** The list of rooms and what can be done with it. */
export function createSessions(): { sessions: ReadonlySignal<SessionsView>; actions: SessionsActions } {
  const sessions = signal<SessionsView>({ open: false, list: [], shown, asked: null, problem: null });
  const change = (to: Partial<SessionsView>) => {
    sessions.value = { ...sessions.value, ...to };
  };
  const scope = createScope();

  async function look() {
    scope.end();
    const came = await ask<HostSession[]>('/host/sessions');
    if (!sessions.value.open) return;
    scope.after(lookAgainMs, look);
    if (came.ok) change({ list: came.value });
    else change({ problem: came.problem ?? hostWords().unreachable });
  }

  return {
    sessions,
    actions: {
      showSessions(open) {
        if (open === sessions.value.open) return;
        scope.end();
        change({ open, asked: null, problem: null });
        if (open) void look();
      },
      async openSession(name) {
        const came = await ask<HostSession>('/host/sessions', { name });
        change({ problem: came.ok ? null : (came.problem ?? hostWords().unreachable) });
        if (!came.ok) return;
        document.querySelector<HTMLFormElement>('.rooms form')?.reset();
        await look();
        tell(hostWords().opened(came.value.name));
      },
      askToClose: (asked) => change({ asked, problem: null }),
      async closeSession(name) {
        const came = await ask<HostSession[]>('/host/sessions/close', { name });
        change(
          came.ok ? { asked: null, problem: null, list: came.value } : { asked: null, problem: came.problem ?? hostWords().unreachable },
        );
        if (came.ok) tell(hostWords().closed(roomName(name)));
      },
    },
  };
}
