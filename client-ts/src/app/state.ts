import { type Signal, signal } from '@preact/signals-core';
import type { Track } from '../protocol/messages';
import type { Pace } from '../session/eta';
import type { Session } from '../session/session';
import type { JoinView } from '../ui/view';
import { type Bubbles, createBubbles } from './bubbles';
import * as storage from './storage';

/** Why this phone is silent by itself: the phone took the sound, its person did, or the browser wants a tap first. */
export type Muted = 'interrupted' | 'paused' | 'blocked';

/** All that this page knows. Only `phone.ts` with its parts, `joining.ts`, `library.ts` and `main.ts` write it. */
export interface State {
  /** Null: the join screen is passed. */
  join: Signal<JoinView | null>;
  me: Signal<string | null>;
  /** The session that this phone is paired with, as its name; null while that is not known. */
  sessionName: Signal<string | null>;
  session: Signal<Session | null>;
  /** The code that lets another phone into it; null while that is not known. */
  code: Signal<string | null>;
  /** The event stream stands. */
  online: Signal<boolean>;
  /** A later page of this browser is in the room in place of this one. */
  elsewhere: Signal<boolean>;
  /** The server cannot read the session's stored state. */
  corrupt: Signal<boolean>;
  /** The server said that it goes down. */
  restarting: Signal<boolean>;
  /** By id; another object once something is known anew. */
  tracks: Signal<Pick<ReadonlyMap<string, Track>, 'get' | 'size'>>;
  /** Seconds, where the index does not say. */
  durations: Signal<ReadonlyMap<string, number>>;
  /** Tracks that this phone could not play when it tried, or that are gone. */
  unplayable: Signal<ReadonlySet<string>>;
  pace: Signal<Pace>;
  muted: Signal<Muted | null>;
  /** The browser is about to stop this silent page, or has. */
  frozen: Signal<boolean>;
  /** The song should sound here, but stands still. */
  stands: Signal<boolean>;
  /** Whether the song that plays here is where it should be, by this phone's own measure; null while that is not known. */
  inStep: Signal<boolean | null>;
  /** The start of a song has waited for downloads for long. */
  waitsLong: Signal<boolean>;
  outputDelayMs: Signal<number>;
  /** Its person sets `outputDelayMs` by ear: this phone clicks instead of playing the song. */
  calibrating: Signal<boolean>;
  /** Until then, by `performance.now()`, nothing is to be painted. */
  renderPauseUntilMs: Signal<number>;
  bubbles: Bubbles;
}

export function createState(): State {
  return {
    join: signal<JoinView | null>({ name: storage.personName.read(), code: '', busy: true, error: null, tapOnly: false, roomName: null }),
    me: signal(storage.clientId.read()),
    sessionName: signal(storage.sessionName.read()),
    session: signal(null),
    code: signal(null),
    online: signal(false),
    elsewhere: signal(false),
    corrupt: signal(false),
    restarting: signal(false),
    tracks: signal(new Map()),
    durations: signal(new Map()),
    unplayable: signal(new Set()),
    pace: signal({}),
    muted: signal(null),
    frozen: signal(false),
    stands: signal(false),
    inStep: signal(null),
    waitsLong: signal(false),
    outputDelayMs: signal(storage.outputDelayMs.read()),
    calibrating: signal(false),
    renderPauseUntilMs: signal(0),
    bubbles: createBubbles(),
  };
}

/** Whether this phone cannot play the track, as far as it knows, or it is gone. */
export function isUnplayable({ unplayable, tracks }: State, trackId: string): boolean {
  return unplayable.value.has(trackId) || tracks.value.get(trackId)?.unplayable === true;
}

/** This phone cannot play the track, or it is gone. */
export function markUnplayable(state: State, trackId: string): void {
  state.unplayable.value = new Set([...state.unplayable.value, trackId]);
}
