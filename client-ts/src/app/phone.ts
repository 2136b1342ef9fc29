import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import type { Message, SilenceReason } from '../protocol/messages';
import { isAlone, isGuest, isListening, playOrder, type Session } from '../session/session';
import { words } from '../words/phone';
import { createBarrierAnswer } from './barrierAnswer';
import type { Events } from './events';
import { isAstray } from './fromStart';
import type { Library } from './library';
import { createMessages } from './messages';
import { createPreparation } from './preparation';
import { createSender } from './sender';
import { createSilence, tapMs } from './silence';
import type { Muted, State } from './state';

export interface Phone {
  /** A message of the stream, in the task in which it came. */
  onMessage(message: Message, receivedAtMs: number): void;
  /** Its person silences this phone alone. */
  silence(): void;
  /** Its person wants this phone to sound again. In a tap. */
  listen(): void;
}

/** This phone's part in the session. */
export function createPhone(state: State, player: Player, downloads: Downloads, library: Library, events: Events): Phone {
  const sender = createSender(state, events);
  const silence = createSilence(state, player, downloads, events);
  const preparation = createPreparation(state, player, downloads, library, events);
  const barrierAnswer = createBarrierAnswer(state, player, downloads, sender, events);
  let unlocking = false;

  /** Does what is due: downloads, priming, saying that it is ready. */
  function reconcile() {
    const session = state.session.value;
    if (!session || !state.me.value || state.join.value) return;
    silence.reconcile(session);
    preparation.reconcile(session);
    barrierAnswer.reconcile(session);
  }

  /** Whoever is alone, and no guest, may start the song anew for all that are here. */
  const mayBring = (session: Session, me = state.me.value ?? '') => !session.barrier && isAlone(session, me) && !isGuest(session, me);

  function fallSilent(why: Muted) {
    state.muted.value = why;
    reconcile();
  }

  async function comeBack() {
    const why = state.muted.value;
    state.muted.value = null;
    const session = state.session.value;
    if (session?.playState.mode !== 'playing') return reconcile();
    const coming = !isAstray(state, playOrder(session)[0] ?? '', Number.POSITIVE_INFINITY) && silence.comeBack();
    reconcile();
    const isBack = await coming;
    const now = state.session.value;
    // Any tap on the page unblocks it: that is no wish that the room may play.
    if (!isBack && now && why !== 'blocked' && !state.muted.value && mayBring(now)) events.emit.bringEveryoneIn();
    reconcile();
  }

  function sitOut(trackId: string, reason?: SilenceReason) {
    void sender.send('sit-out', { trackId, reason }, (session) => isListening(session, state.me.value ?? ''));
  }

  events.on({
    // By then the session is the one in which it is so.
    astray: (trackId) => setTimeout(sitOut, 0, trackId, 'from-start'),
    ended: (anchorEvent) =>
      void sender.send('next', { ended: true }, (session) => session.playState.mode === 'playing' && session.anchorEvent === anchorEvent),
    interrupted() {
      state.bubbles.tell('warn', words().interrupted);
      fallSilent('interrupted');
    },
    resumed() {
      if (state.muted.value === 'interrupted') void comeBack();
    },
    async failed(trackId, why) {
      if (why === 'blocked') {
        console.warn('this browser wants a tap before it sounds');
        return fallSilent(why);
      }
      // What can be mended plays the next time.
      const isLost = why === 'unsupported' && !(await preparation.mend(trackId));
      state.bubbles.tell('warn', isLost ? words().unsupported : words().stuck);
      sitOut(trackId, isLost ? 'format' : undefined);
    },
    stands(on) {
      state.stands.value = on;
    },
    arrived: reconcile,
    changed: reconcile,
  });

  return {
    onMessage: createMessages(state, player, silence, preparation, barrierAnswer, events),
    silence() {
      const session = state.session.value;
      // What is about to sound is meant as well, and what would but for a call.
      if (!state.muted.value && !session?.barrier && session?.playState.mode !== 'playing') return;
      player.silence();
      fallSilent('paused');
    },
    async listen() {
      if (!state.muted.value || unlocking) return;
      unlocking = true;
      const unlocked = await player.unlock(tapMs);
      unlocking = false;
      if (unlocked) await comeBack();
    },
  };
}
