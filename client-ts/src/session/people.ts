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
