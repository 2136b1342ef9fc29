import { batch } from '@preact/signals-core';
import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import { leadMs } from '../player/startLatency';
import type { Message, Snapshot, Track } from '../protocol/messages';
import { observe } from '../session/eta';
import { apply, isAlone, isListening, playOrder, type Session, sessionOf } from '../session/session';
import type { Events } from './events';
import type { Library } from './library';
import { createSender } from './sender';
import { createSilence, tapMs } from './silence';
import type { Muted, State } from './state';

/** For this long after a start nothing else is prepared: the phone has better things to do. */
const quietMs = 1500;
/** For this long after a barrier opens the page is not painted, because most need no longer; and after its release until the song has begun. */
const renderPauseMs = { open: 160, release: leadMs + 100 };

export interface Phone {
  /** A message of the stream, in the task in which it came. */
  onMessage(message: Message, receivedAtMs: number): void;
  /**
   * A snapshot that came as an answer. It may silence this phone, but never make it sound: only the stream does. `missed`: it came
   * instead of news that the stream has not brought.
   */
  applySnapshot(snapshot: Snapshot, missed?: boolean): void;
  /** Does what is due: downloads, priming, saying that it is ready. Whoever changes something calls it. */
  reconcile(): void;
  /** Its person silences this phone alone. */
  silence(): void;
  /** Its person wants this phone to sound again. In a tap. */
  listen(): void;
}

/** This phone's part in the session. */
export function createPhone(state: State, player: Player, downloads: Downloads, library: Library, events: Events): Phone {
  /** Whether this phone has answered the pending barrier, and the how manieth question that was. */
  let answered = false;
  let question = 0;
  /** Tracks that the index lacked when the queue named them. */
  const missed = new Set<string>();
  /** The track of the pending barrier that this phone has told its person it cannot play. */
  let toldOf: string | null = null;
  let preparing: string | null = null;
  let quietUntilMs = 0;
  let unlocking = false;
  const isMe = (id: string) => id === state.me.value;
  const sender = createSender(state, events, (snapshot, missed) => applySnapshot(snapshot, missed));
  const silence = createSilence(state, player, downloads, events, (snapshot) => applySnapshot(snapshot, true));

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
      if (message.event === 'barrier.open' && message.payload.trackId !== toldOf) toldOf = null;
      if (message.event === 'refresh') refresh(message.payload.reason);
    });
    if (message.event === 'barrier.progress') tellSetAside(before, message.payload.setAside ?? []);
    const { barrier } = session;
    // Who is told that it is not ready, though it has said so, is asked again; not while its answer is under way.
    const isAsked = barrier?.members.some(isMe) && !barrier.ready.some(isMe) && !sender.isSending('ack-download', barrier);
    if (message.event === 'snapshot' || message.event === 'barrier.open' || (message.event === 'barrier.progress' && isAsked)) ask();
    reconcile();
  }

  function ask() {
    answered = false;
    question++;
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
      quietUntilMs = performance.now() + quietMs;
      player.start(trackId, positionSec, eventCount, receivedAtMs);
      setTimeout(reconcile, quietMs);
      events.emit.started(eventCount);
    } else if (event === 'seeked') {
      if (!stands || sounding?.anchorEvent === eventCount) return;
      const { positionSec } = payload;
      silence.note({ trackId: session.queue[session.queueIndex] ?? '', positionSec, anchorEvent: eventCount, zeroMs: receivedAtMs });
      player.seek(positionSec, eventCount, receivedAtMs);
    } else if (event === 'barrier.open' || event === 'paused') {
      silence.note(null);
      player.silence();
    } else if (sounding && (event === 'snapshot' || event === 'clients.changed')) {
      const still = isListening(session, state.me.value ?? '') && (event !== 'snapshot' || session.anchorEvent === sounding.anchorEvent);
      if (!still) player.silence();
    }
  }

  function applySnapshot(snapshot: Snapshot, missed = false) {
    const before = state.session.value;
    if (before && state.online.value && snapshot.eventCount <= before.eventCount) return;
    const session = sessionOf(snapshot, before, performance.now());
    const sounding = player.sounding();
    if (session.playState.mode === 'paused') {
      silence.note(null);
      player.silence();
    }
    // Whoever sounds and is still in the sound, from another anchor, has missed a seek: a release would have asked this phone first.
    if (missed && sounding && isListening(session, state.me.value ?? '') && sounding.anchorEvent < session.anchorEvent)
      player.seek(session.playState.anchorPositionSec, session.anchorEvent, performance.now());
    if (session.barrier) ask();
    state.session.value = session;
    reconcile();
  }

  function reconcile() {
    const session = state.session.value;
    const me = state.me.value;
    if (!session || !me || state.join.value) return;
    silence.reconcile(session);
    const order = playOrder(session);
    const [current, next = current] = order;
    if (current === undefined || next === undefined) return;
    const { barrier } = session;
    const isReady = barrier?.ready.some(isMe) ?? true;
    downloads.want([current, next].flatMap(known), order, !isReady);

    const sounding = session.playState.mode === 'playing';
    const { anchorPositionSec } = session.playState;
    if (!sounding && due(current, anchorPositionSec)) void prepare(current, anchorPositionSec, next);
    else if (next !== current && performance.now() >= quietUntilMs && due(next, 0)) void prepare(next, 0, current);

    if (barrier && state.online.value && !answered && !state.muted.value) answer(barrier.trackId, isReady, anchorPositionSec);
  }

  const due = (trackId: string, positionSec: number) =>
    downloads.onThisPhone.value.has(trackId) && !state.unplayable.value.has(trackId) && !player.isPrimed(trackId, positionSec);

  function known(trackId: string): Track[] {
    const track = state.tracks.value.get(trackId);
    if (!track && state.tracks.value.size > 0 && !missed.has(trackId)) {
      missed.add(trackId);
      void library.refresh();
    }
    return track && !state.unplayable.value.has(trackId) ? [track] : [];
  }

  async function prepare(trackId: string, positionSec: number, besides: string) {
    const key = `${trackId} ${positionSec}`;
    if (preparing === key) return;
    preparing = key;
    const primed = await player.prime(trackId, () => downloads.get(trackId), positionSec, besides);
    if (preparing === key) preparing = null;
    if (primed === 'unsupported') state.unplayable.value = new Set([...state.unplayable.value, trackId]);
    if (primed !== 'superseded') reconcile();
  }

  /** Tells the pending barrier that this phone can sound at once, or cannot. */
  function answer(trackId: string, isReady: boolean, positionSec: number) {
    const pending = (r: Session) => r.barrier?.trackId === trackId;
    if (state.unplayable.value.has(trackId)) {
      if (toldOf !== trackId && downloads.onThisPhone.value.has(trackId)) state.bubbles.tell('warn', 'Format not supported. Skipping...');
      toldOf = trackId;
      say('sit-out', pending);
    } else if (!isReady && player.isPrimed(trackId, positionSec)) {
      const still = (r: Session) => pending(r) && !r.barrier?.ready.some(isMe) && player.isPrimed(trackId, r.playState.anchorPositionSec);
      say('ack-download', still);
    }

    function say(name: 'ack-download' | 'sit-out', needed: (session: Session) => boolean) {
      // While an answer to an earlier question is under way it may do for this one, too; when it is through, we see.
      if (sender.isSending(name, { trackId })) return;
      answered = true;
      const mine = question;
      void sender.send(name, { trackId }, needed).then((settled) => {
        if (mine === question) answered = settled;
        else reconcile();
      });
    }
  }

  function sitOut(trackId: string) {
    void sender.send('sit-out', { trackId }, (session) => session.listeners.some(isMe) && session.playState.mode === 'playing');
  }

  function refresh(reason: string) {
    if (reason === 'shutdown') {
      state.restarting.value = true;
      return;
    }
    if (reason === 'closed') return events.emit.closed();
    if (reason === 'removed') return events.emit.removed();
    // What was gone or broken may be mended.
    state.unplayable.value = new Set();
    missed.clear();
    downloads.again();
    void library.refresh();
  }

  function tellSetAside(before: Session | null, setAside: string[]) {
    const fresh = setAside.filter((id) => !before?.setAside.includes(id));
    if (fresh.some(isMe)) state.bubbles.tell('warn', 'This phone took too long; the others go on without it. It joins when it is ready.');
    const names = fresh.filter((id) => !isMe(id)).map((id) => before?.clients[id]?.name ?? 'Somebody');
    if (names.length > 0) state.bubbles.tell('info', `${names.join(', ')} took too long: the room goes on without.`);
  }

  function fallSilent(why: Muted, positionSec: number) {
    state.stoppedSec.value = positionSec;
    state.muted.value = why;
    reconcile();
  }

  function comeBack() {
    const session = state.session.value;
    // Nobody else has heard on: the song goes on where it was.
    const goesOn = state.muted.value !== 'blocked' && session?.playState.mode === 'playing' && isAlone(session, state.me.value ?? '');
    if (goesOn) events.emit.bringEveryoneIn();
    state.muted.value = null;
    if (!goesOn) void silence.comeBack().then(reconcile);
    reconcile();
  }

  function cannotPlay(trackId: string) {
    state.unplayable.value = new Set([...state.unplayable.value, trackId]);
    state.bubbles.tell('warn', 'Format not supported. Skipping...');
    sitOut(trackId);
  }

  function interrupted(positionSec: number) {
    state.bubbles.tell('warn', 'Sound was interrupted on this phone.');
    fallSilent('interrupted', positionSec);
  }

  events.on({
    ended: (anchorEvent) =>
      void sender.send('next', {}, (session) => session.playState.mode === 'playing' && session.anchorEvent === anchorEvent),
    interrupted,
    resumed() {
      if (state.muted.value === 'interrupted') comeBack();
    },
    failed(trackId, why, positionSec) {
      if (why === 'unsupported') return cannotPlay(trackId);
      if (why === 'stuck') return interrupted(positionSec);
      console.warn('this browser wants a tap before it sounds');
      fallSilent('blocked', 0);
    },
    stands(on) {
      state.stands.value = on;
    },
    arrived: reconcile,
    gone(trackId) {
      state.unplayable.value = new Set([...state.unplayable.value, trackId]);
      reconcile();
    },
  });

  return {
    onMessage,
    applySnapshot,
    reconcile,
    silence() {
      const positionSec = player.positionSec();
      if (positionSec === null) return;
      player.silence();
      fallSilent('paused', positionSec);
    },
    async listen() {
      if (!state.muted.value || unlocking) return;
      unlocking = true;
      const unlocked = await player.unlock(tapMs);
      unlocking = false;
      if (unlocked) comeBack();
    },
  };
}
