import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import type { Commands } from '../protocol/api';
import type { Message } from '../protocol/messages';
import type { Session } from '../session/session';
import { words } from '../words/phone';
import type { Events } from './events';
import { isAstray } from './fromStart';
import type { Sender } from './sender';
import { isUnplayable, type State } from './state';

export interface BarrierAnswer {
  /** Notes what a message says of the barrier of the session that it has led to. */
  onMessage(message: Message, session: Session): void;
  /** The server wants to know anew. */
  ask(): void;
  /** Tells the pending barrier, once for each time that it asks, that this phone can sound at once, or cannot. */
  reconcile(session: Session): void;
}

/** What this phone says to a pending barrier. */
export function createBarrierAnswer(state: State, player: Player, downloads: Downloads, sender: Sender, events: Events): BarrierAnswer {
  /** Set once this phone has answered the pending barrier; `question` numbers what it was asked. */
  let answered = false;
  let question = 0;
  /** The track of the pending barrier that this phone has told its person it cannot play. */
  let toldOf: string | null = null;
  const isMe = (id: string) => id === state.me.value;

  function ask() {
    answered = false;
    question++;
  }

  function say<Name extends 'ack-download' | 'sit-out'>(name: Name, body: Commands[Name], needed: (session: Session) => boolean) {
    // While an answer to an earlier question is under way it may do for this one, too; when it is through, we see.
    if (sender.isSending(name, body)) return;
    answered = true;
    const mine = question;
    void sender.send(name, body, needed).then((settled) => {
      if (mine === question) answered = settled;
      else events.emit.changed();
    });
  }

  return {
    ask,
    onMessage({ event, payload }, { barrier }) {
      if (event === 'barrier.open' && payload.trackId !== toldOf) toldOf = null;
      // Who is told that it is not ready, though it has said so, is asked again; not while its answer is under way.
      const isAsked = barrier?.members.some(isMe) && !barrier.ready.some(isMe) && !sender.isSending('ack-download', barrier);
      if (event === 'snapshot' || event === 'barrier.open' || (event === 'barrier.progress' && isAsked)) ask();
    },
    reconcile({ barrier, playState }) {
      if (!barrier || !state.online.value || answered || state.muted.value) return;
      const { trackId } = barrier;
      const pending = (s: Session) => s.barrier?.trackId === trackId;
      if (isAstray(state, trackId, playState.anchorPositionSec)) {
        say('sit-out', { trackId, reason: 'from-start' }, pending);
      } else if (isUnplayable(state, trackId)) {
        // Where it is gone, something else is said.
        const isOfOurs = downloads.onThisPhone.value.has(trackId) || state.tracks.value.get(trackId)?.unplayable;
        if (toldOf !== trackId && isOfOurs) state.bubbles.tell('warn', words().unsupported);
        toldOf = trackId;
        say('sit-out', { trackId, reason: 'format' }, pending);
      } else if (!barrier.ready.some(isMe) && player.isPrimed(trackId, playState.anchorPositionSec)) {
        const still = (s: Session) => pending(s) && !s.barrier?.ready.some(isMe) && player.isPrimed(trackId, s.playState.anchorPositionSec);
        say('ack-download', { trackId }, still);
      }
    },
  };
}
