import { type Commands, send } from '../protocol/api';
import type { Session } from '../session/session';
import type { Events } from './events';
import type { State } from './state';

export interface Sender {
  /**
   * Sends a command until it is taken, or no longer needed. Others may be faster at any time; that is nobody's fault.
   * @returns whether it was sent and the server made up its mind; false: it was not needed any more, or is on its way
   */
  send<Name extends keyof Commands>(name: Name, body: Commands[Name], needed: (session: Session) => boolean): Promise<boolean>;
  isSending(name: keyof Commands, body: object): boolean;
}

const keyOf = (name: string, body: object) => `${name} ${'trackId' in body ? body.trackId : ''}`;

/** Sends what this phone itself has to say, as opposed to its person. */
export function createSender(state: State, events: Events): Sender {
  const sending = new Set<string>();

  return {
    isSending: (name, body) => sending.has(keyOf(name, body)),
    async send(name, body, needed) {
      const key = keyOf(name, body);
      if (sending.has(key)) return false;
      sending.add(key);
      try {
        for (let tries = 0; ; tries++) {
          if (tries > 1) await new Promise((resolve) => setTimeout(resolve, Math.min(4000, 100 * 2 ** tries) * (0.5 + Math.random())));
          const session = state.session.value;
          if (!session || !needed(session)) return false;
          const came = await send(name, body, session.eventCount);
          if (came.kind === 'stale') events.emit.snapshot(came.snapshot, true);
          else if (came.kind === 'ok') {
            events.emit.snapshot(came.value.snapshot);
            return true;
          } else if (came.kind === 'unauthorized') {
            events.emit.unauthorized();
            return true;
          } else if (came.kind === 'refused') {
            console.warn(name, came.problem);
            if (came.problem.status < 500) return true;
          }
        }
      } finally {
        sending.delete(key);
      }
    },
  };
}
