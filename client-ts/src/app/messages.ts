import { batch } from '@preact/signals-core';
import type { Player } from '../player/player';
import { leadMs } from '../player/startLatency';
import { fetchSnapshot } from '../protocol/api';
import type { AnsweredSnapshot, Message } from '../protocol/messages';
import { observe } from '../session/eta';
import { isQueueMissed } from '../session/queue';
import { answered, apply, isListening, type Session } from '../session/session';
import type { BarrierAnswer } from './barrierAnswer';
import type { Events } from './events';
import { isAstray } from './fromStart';
import type { Preparation } from './preparation';
import type { Silence } from './silence';
import type { State } from './state';

/** For this long the stream may lag behind an answer. */
const patienceMs = 1000;
/**
 * For this long after a barrier opens the page is not painted, because most need no longer; and after its release until the song has begun.
 */
const renderPauseMs = { open: 160, release: leadMs + 100 };

/**
 * What the server's messages mean for this phone.
 * @returns takes a message of the stream, in the task in which it came
 */
export function createMessages(
  state: State,
  player: Player,
  silence: Silence,
  preparation: Preparation,
  barrierAnswer: BarrierAnswer,
  events: Events,
): (message: Message, receivedAtMs: number) => void {
  /** The eventCount of an answer that was not applied. */
  let announced = 0;
  let isCatchingUp = false;
  const isMe = (id: string) => id === state.me.value;

  function onMessage(message: Message, receivedAtMs: number) {
    if (message.event === 'beat') {
      player.onBeat(message.payload, message.payload.anchorEvent, receivedAtMs);
      return silence.onBeat(message.payload, receivedAtMs);
    }
    const before = state.session.value;
    const session = apply(before, message, receivedAtMs);
    if (!session) return;
    if (before === null || message.event === 'snapshot' || message.eventCount >= before.eventCount || message.event === 'barrier.release')
      applyToPlayer(message, session, receivedAtMs);
    batch(() => {
      state.session.value = session;
      if (message.event === 'barrier.progress') state.pace.value = observe(state.pace.value, message.payload.waiting, receivedAtMs);
      if (message.event === 'barrier.open' || message.event === 'snapshot') state.pace.value = {};
      if (message.event === 'snapshot') state.restarting.value = false;
      if (message.event === 'refresh') refresh(message.payload.reason);
    });
    barrierAnswer.onMessage(message, session);
    events.emit.changed();
    if (isQueueMissed(session)) catchUp(0);
  }

  /** What a message means for the sound. Comes first: everything else can wait. */
  function applyToPlayer({ event, payload, eventCount }: Message, session: Session, receivedAtMs: number) {
    const sounding = player.sounding();
    // An answer may have overtaken the release, but it must still be the last word.
    if (event === 'barrier.open') state.renderPauseUntilMs.value = receivedAtMs + renderPauseMs.open;
    if (event === 'barrier.release') state.renderPauseUntilMs.value = receivedAtMs + renderPauseMs.release;
    const stands = session.playState.mode === 'playing' && session.anchorEvent === eventCount;
    if (event === 'barrier.release') {
      if (!stands || sounding?.anchorEvent === eventCount) return;
      const isMember = payload.members.some(isMe);
      const { trackId, positionSec } = payload;
      silence.note(isMember ? { trackId, positionSec, anchorEvent: eventCount, zeroMs: receivedAtMs } : null);
      if (!isMember || state.muted.value) return player.silence();
      player.start(trackId, positionSec, eventCount, receivedAtMs);
      // What was ready has broken since.
      if (!player.sounding()) void silence.sound();
      events.emit.started(eventCount);
    } else if (event === 'seeked') {
      if (!stands || sounding?.anchorEvent === eventCount) return;
      const { positionSec } = payload;
      silence.note({ trackId: session.queue[session.queueIndex] ?? '', positionSec, anchorEvent: eventCount, zeroMs: receivedAtMs });
      seek(positionSec, eventCount, receivedAtMs);
    } else if (event === 'barrier.open' || event === 'paused') {
      silence.note(null);
      player.silence();
    } else if (sounding && (event === 'snapshot' || event === 'clients.changed')) {
      const still = isListening(session, state.me.value ?? '') && (event !== 'snapshot' || session.anchorEvent === sounding.anchorEvent);
      if (!still) player.silence();
    }
  }

  function seek(positionSec: number, anchorEvent: number, receivedAtMs: number) {
    const trackId = player.sounding()?.trackId;
    if (trackId === undefined || !isAstray(state, trackId, positionSec)) return player.seek(positionSec, anchorEvent, receivedAtMs);
    player.silence();
    events.emit.astray(trackId);
  }

  /** Asks for a snapshot, until the session is as far as is known. After `ms`, by when the stream may have brought it. */
  function catchUp(ms: number) {
    if (isCatchingUp) return;
    isCatchingUp = true;
    setTimeout(async () => {
      isCatchingUp = false;
      const isBehind = (session: Session | null) => session && (isQueueMissed(session) || session.eventCount < announced);
      if (!isBehind(state.session.value)) return;
      isCatchingUp = true;
      const came = await fetchSnapshot();
      isCatchingUp = false;
      if (came.kind === 'unauthorized') return events.emit.unauthorized();
      if (came.kind === 'ok') {
        // What was announced is in it, or never will be: a server may come back with an older state.
        announced = 0;
        applySnapshot(came.value, true);
      }
      if (isBehind(state.session.value)) catchUp(patienceMs);
    }, ms);
  }

  function applySnapshot(snapshot: AnsweredSnapshot, missed = false) {
    const before = state.session.value;
    if (!before) return;
    if (state.online.value && snapshot.eventCount <= before.eventCount) {
      const { eventCount: queueAt, queue, queueIndex, wishes, putAside } = snapshot;
      if (!queue || !isQueueMissed(before) || queueAt <= before.queueAt) return;
      state.session.value = { ...before, queueAt, queue, queueIndex, wishes, putAside };
      return events.emit.changed();
    }
    const session = answered(snapshot, before, performance.now());
    if (!session) {
      announced = snapshot.eventCount;
      return catchUp(patienceMs);
    }
    const sounding = player.sounding();
    if (session.playState.mode === 'paused') {
      silence.note(null);
      player.silence();
    }
    // Whoever sounds and is still in the sound, from another anchor, has missed a seek: a release would have asked this phone first.
    if (missed && sounding && isListening(session, state.me.value ?? '') && sounding.anchorEvent < session.anchorEvent)
      seek(session.playState.anchorPositionSec, session.anchorEvent, performance.now());
    if (session.barrier) barrierAnswer.ask();
    state.session.value = session;
    events.emit.changed();
  }

  function refresh(reason: string) {
    if (reason === 'shutdown') {
      state.restarting.value = true;
      return;
    }
    if (reason === 'closed') return events.emit.closed();
    if (reason === 'removed') return events.emit.removed();
    preparation.again();
  }

  events.on({ snapshot: applySnapshot });
  return onMessage;
}
