import type { SilenceReason } from '../protocol/messages';
import type { Session } from './session';

/** `ready` and `downloading` only while a barrier is pending; `aside`: here, but not waited for. */
export type PersonState = 'listening' | 'ready' | 'downloading' | 'aside' | 'late' | 'here' | 'asleep' | 'away';

/** How a client stands to what plays or is waited for now. */
export function personState(session: Session, clientId: string, active: boolean, asleep: boolean): PersonState {
  if (asleep) return 'asleep';
  if (!active) return 'away';
  if (session.barrier) {
    if (session.barrier.ready.includes(clientId)) return 'ready';
    return session.barrier.members.includes(clientId) ? 'downloading' : 'aside';
  }
  if (session.playState.mode === 'paused') return 'here';
  return session.listeners.includes(clientId) ? 'listening' : 'late';
}

/** Why a client that is silent does not sound what plays, where it has said so. One that is asleep stays silent over any track. */
export function silenceReason(session: Session, clientId: string, state: PersonState): SilenceReason | undefined {
  const satOut = session.clients[clientId]?.satOut;
  const isOfCurrent = (state === 'aside' || state === 'late') && satOut?.trackId === session.queue[session.queueIndex];
  return state === 'asleep' || isOfCurrent ? satOut?.reason : undefined;
}
