import { personState, silenceReason } from '../session/people';
import type { Session } from '../session/session';
import type { PersonView } from '../ui/view';
import { hostWords } from '../words/host';

/** One client as the big screen shows it. */
export function personOf(session: Session, clientId: string): PersonView {
  const { name = '', active = false, asleep = false } = session.clients[clientId] ?? {};
  const state = personState(session, clientId, active, asleep);
  const reason = silenceReason(session, clientId, state);
  return { clientId, name, isMe: false, active, state, percent: session.percents[clientId] ?? 0, reason };
}

/** What the phone does now. */
export function doing({ state, percent, reason }: PersonView): string {
  if (reason) return hostWords().silent[reason];
  if (state !== 'downloading') return hostWords().doing[state];
  return percent < 100 ? hostWords().downloading(Math.floor(percent)) : hostWords().gettingReady;
}
