import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import { fetchSnapshot, leave, pair } from '../protocol/api';
import { openEventStream } from '../protocol/eventStream';
import type { Snapshot } from '../protocol/messages';
import { createScope } from '../scope';
import { sessionOf } from '../session/session';
import { roomName } from '../session/titles';
import type { JoinView } from '../ui/view';
import { words } from '../words/phone';
import type { Events } from './events';
import { forgetCode, invitation, isInvitedElsewhere, learnSession } from './invitation';
import type { Library } from './library';
import { createOnePage } from './onePage';
import type { Phone } from './phone';
import { refusal } from './refusal';
import { tapMs } from './silence';
import type { State } from './state';
import { corruptText } from './status';
import * as storage from './storage';

/** Reconnections shorter than this are not reported. */
const gapMs = 2500;
/** How long a page that nobody has tapped tries to sound before it asks for the tap. */
const tryMs = 2000;
/** How often a paired phone that is not in the room asks whether a damaged state is mended. */
const corruptRetryMs = 3000;

export interface Joining {
  /** A phone that is paired goes straight in, if the browser lets it sound. */
  begin(): Promise<void>;
  /** The tap on "Join". Unlocks the sound before it waits for anything. */
  join(name: string, code: string): void;
  leave(): void;
  /** Goes in although another page of this browser is in the room. In a tap. */
  useThisPage(): void;
  /** Asks for a code although this phone is paired. */
  askForCode(): void;
}

/** Resolves after `ms`, or sooner when the page comes into view; a hidden page waits until then. */
function nextTry(ms: number): Promise<void> {
  const scope = createScope();
  return new Promise((resolve) => {
    const go = () => {
      if (document.visibilityState === 'hidden') return;
      scope.end();
      resolve();
    };
    scope.on(document, 'visibilitychange', go);
    scope.after(ms, go);
  });
}

/**
 * How a phone comes into the room, and out of it. No stream is open before sound is unlocked: the room waits for none that cannot sound.
 */
export function createJoining(state: State, player: Player, downloads: Downloads, library: Library, phone: Phone, events: Events): Joining {
  let closeStream = () => {};
  let renewStream = () => {};
  /** Numbers the ways in: only the last one goes on, and none once somebody has gone out or asked for another code. */
  let attempts = 0;
  const onePage = createOnePage(() => {
    goOut();
    state.elsewhere.value = true;
  });
  const ask = (change: Partial<JoinView>) => {
    const { code, session } = invitation();
    const before = state.join.value ?? { name: storage.personName.read(), code, busy: false, error: null, tapOnly: false };
    const asked = { ...before, code: before.code || code, busy: false, error: null, ...change };
    state.join.value = { ...asked, roomName: roomName(asked.tapOnly ? state.sessionName.value : session) };
  };

  /** A code that is scanned while this page is open changes nothing but its address. */
  async function readdressed() {
    if (!state.me.value) return ask({ code: invitation().code });
    if (await isInvitedElsewhere(state)) location.reload();
  }

  async function begin() {
    window.addEventListener('hashchange', () => void readdressed());
    if (!state.me.value) return ask({});
    await comeIn();
  }

  /** Takes a paired phone into the room as soon as the server gives its snapshot, or asks for the tap that the browser wants. */
  async function comeIn() {
    const mine = ++attempts;
    for (let wait = 1000; ; wait = Math.min(wait * 2, 8000)) {
      const answer = await fetchSnapshot();
      if (mine !== attempts) return;
      if (answer.kind === 'unauthorized') return unauthorized();
      if (answer.kind === 'ok') {
        state.corrupt.value = false;
        const isInvited = await isInvitedElsewhere(state);
        if (mine !== attempts) return;
        if (isInvited) return ask({});
        const unlocked = await player.unlock(tryMs);
        if (mine !== attempts) return;
        return unlocked ? enter(answer.value) : ask({ tapOnly: true });
      }
      if (answer.kind === 'corrupt') state.corrupt.value = true;
      ask({ tapOnly: true, busy: true, error: words().noAnswerYet });
      await nextTry(answer.kind === 'corrupt' ? corruptRetryMs : wait);
    }
  }

  async function join(name: string, code: string) {
    const mine = ++attempts;
    const unlocking = player.unlock(tapMs);
    const tapOnly = state.join.value?.tapOnly ?? false;
    // A pairing that was asked for is never given up.
    const isOver = () => tapOnly && mine !== attempts;
    ask({ name, code, busy: true, tapOnly });
    const came = tapOnly ? await fetchSnapshot() : await pair(code, name);
    if (isOver()) return;
    if (came.kind === 'offline') return ask({ name, code, tapOnly, error: words().notHere });
    if (tapOnly && came.kind === 'unauthorized') return unauthorized();
    if (tapOnly && came.kind === 'corrupt') return comeIn();
    if (came.kind === 'corrupt') return ask({ name, code, tapOnly, error: corruptText() });
    if (came.kind !== 'ok') {
      const error = 'problem' in came ? await refusal(came.problem) : words().tryAgain;
      return isOver() ? undefined : ask({ name, code, tapOnly, error });
    }
    let snapshot = came.value as Snapshot;
    if ('clientId' in came.value) {
      snapshot = came.value.snapshot;
      state.me.value = came.value.clientId;
      storage.clientId.write(came.value.clientId);
      storage.personName.write(name);
      void learnSession(state);
      forgetCode();
    }
    const unlocked = await unlocking;
    if (isOver()) return;
    if (!unlocked) return ask({ name, tapOnly: true, error: words().oneMoreTap });
    enter(snapshot);
  }

  function enter(snapshot: Snapshot) {
    // A page that has just come does not sound, whatever the one before it did.
    state.session.value = sessionOf(
      { ...snapshot, listeners: snapshot.listeners.filter((id) => id !== state.me.value) },
      null,
      performance.now(),
    );
    state.join.value = null;
    // Whoever comes in wants to hear it, and the sound is unlocked.
    state.muted.value = null;
    state.online.value = true;
    void library.refresh();
    const gap = createScope();
    closeStream();
    const stream = openEventStream({
      url() {
        const sounding = player.sounding();
        if (!sounding) return '/events';
        // The server may have restarted, and then knows by this alone where the song is.
        return `/events?sounding=${sounding.anchorEvent}&positionSec=${(player.positionSec() ?? 0).toFixed(3)}`;
      },
      message: phone.onMessage,
      connected(connected) {
        const was = state.online.value;
        state.online.value = connected;
        if (connected) {
          gap.end();
          state.corrupt.value = false;
          // Only now: a barrier that waits for this phone is to find one of its pages at any moment.
          onePage.claim();
          downloads.again();
          // Each further try that fails says again that there is no stream.
        } else if (was) gap.after(gapMs, () => state.corrupt.value || state.bubbles.tell('warn', lostText()));
      },
      async refused() {
        const came = await fetchSnapshot();
        if (came.kind === 'unauthorized') unauthorized();
        // Meanwhile the stream may be back, or the person gone.
        else if (came.kind === 'corrupt' && state.session.value && !state.online.value) state.corrupt.value = true;
      },
    });
    renewStream = stream.renew;
    closeStream = () => {
      gap.end();
      stream.close();
      state.online.value = false;
    };
  }

  const lostText = () => (state.restarting.value ? words().restartingYet : words().lostYet);

  function goOut() {
    closeStream();
    closeStream = renewStream = () => {};
    onePage.release();
    player.stop();
    downloads.stop();
    attempts++;
    state.session.value = null;
    state.corrupt.value = false;
  }

  function unpair(error: string) {
    goOut();
    state.me.value = null;
    storage.clientId.write(null);
    ask({ tapOnly: false, error });
  }

  async function unauthorized() {
    // Several requests may hear it; the first has said why.
    if (!state.me.value) return;
    const { mustPair } = words();
    unpair(mustPair);
    const came = await fetchSnapshot();
    const isOver = came.kind === 'unauthorized' && came.problem.reason === 'closed';
    if (isOver && state.join.value?.error === mustPair) unpair(overText());
  }

  const overText = () => words().closed(roomName(state.sessionName.value));

  events.on({
    unauthorized: () => void unauthorized(),
    closed: () => unpair(overText()),
    removed: () => unpair(words().removed),
    // The new one beside the one there is, which ends with the first message.
    renewStream: () => renewStream(),
  });

  return {
    begin,
    join: (name, code) => void join(name, code),
    useThisPage() {
      state.elsewhere.value = false;
      // The other page may have paired anew.
      state.me.value = storage.clientId.read() ?? state.me.value;
      ask({ tapOnly: true });
      void join(storage.personName.read(), '');
    },
    askForCode() {
      goOut();
      ask({ tapOnly: false });
    },
    leave() {
      goOut();
      void leave();
      ask({ tapOnly: true });
    },
  };
}
