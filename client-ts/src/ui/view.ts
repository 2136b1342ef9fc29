import type { Commands, OrderCommand } from '../protocol/api';
import type { SilenceReason } from '../protocol/messages';
import type { PersonState } from '../session/people';

/** What a screen shows: plain data, made by the app from its state, drawn by the views. The views know nothing else. */

export type Phase = 'joining' | 'silent' | 'waiting' | 'playing' | 'paused';

export interface TrackView {
  trackId: string;
  title: string;
  /** Artist, or the empty string. */
  artist: string;
  durationSec: number | null;
  coverUrl: string | null;
  /** Its bytes are in this phone's cache. */
  onThisPhone: boolean;
}

export interface SongView extends TrackView {
  album: string;
  fileName: string;
}

export interface QueueView {
  /** Track ids in play order: the current one first. */
  order: readonly string[];
  /** By track: who wished it. Wishes stand right behind the current track. */
  wishes: ReadonlyMap<string, { name: string; isMe: boolean }>;
  /** Tracks that are not played until somebody brings them back. */
  putAside: readonly string[];
  /** On how many of the phones that are here a track lies, and how many these are. */
  copies: Readonly<Record<string, number>>;
  phones: number;
  /** What is known of a track. Made when asked for: there may be 100,000. */
  song(trackId: string): SongView;
  /** Another object where the library is another. */
  library: object;
}

export interface PersonView {
  clientId: string;
  name: string;
  isMe: boolean;
  active: boolean;
  state: PersonState;
  /** 0 to 100 while `downloading`; 100: all bytes are there, and it gets ready to sound. */
  percent: number;
  /** Why it does not sound what plays, where it has said so. */
  reason?: SilenceReason | undefined;
}

export interface BubbleView {
  id: number;
  text: string;
  tone: 'info' | 'warn';
  action: { label: string; run: () => void } | null;
}

export interface JoinView {
  name: string;
  code: string;
  busy: boolean;
  /** A sentence under the fields when joining failed. */
  error: string | null;
  /** This phone is paired already; the browser only wants a tap before it lets the page sound. No name or code is asked. */
  tapOnly: boolean;
  /** What the room is called that "Join" leads to; null for the main room, and where only the code says. */
  roomName: string | null;
}

export interface PhoneView {
  phase: Phase;
  online: boolean;
  /** Takes the whole screen: another page of this browser is in the room. */
  elsewhere: boolean;
  /** Takes the whole screen while the server cannot read the session's stored state. A song that plays goes on. */
  corrupt: boolean;
  join: JoinView;
  /** What this room is called; null for the main room. */
  name: string | null;
  /** Its code, for one more phone; null while that is not known. */
  code: string | null;
  /** The current track; null: the queue is empty. */
  track: TrackView | null;
  queue: QueueView;
  /** The room belongs to its hosts, and this phone's person is none: there are wishes, and no say in what plays now. */
  guest: boolean;
  people: PersonView[];
  /** Null when no barrier is pending. */
  barrier: {
    type: 'track' | 'resume';
    readyCount: number;
    memberCount: number;
    /** A guess from the slowest download, null when nothing is known. */
    etaSec: number | null;
    canStartNow: boolean;
    /** Where it takes long: what could be played meanwhile, because it lies on every phone that is here. */
    everyoneHas: TrackView | null;
  } | null;
  /** This phone is silent by itself; a tap lets it sound. Null: it is not. `blocked`: the browser wants the tap. */
  silent: 'interrupted' | 'paused' | 'blocked' | null;
  /** This phone cannot play the current track, or has no way to fetch it. */
  cannotPlay: boolean;
  /** Nothing is known of the library yet. */
  loading: boolean;
  /** One line, spoken by screen readers, but not at each per cent. */
  status: { tone: 'ok' | 'wait' | 'warn' | 'off'; text: string; percent?: number };
  bubbles: BubbleView[];
  /** "My sound comes late by … ms". */
  outputDelayMs: number;
  /** It is being set by ear: this phone clicks instead of playing the song. */
  calibrating: boolean;
}

/** What a person can do. None of these throws; what fails shows as a bubble. */
export interface Actions {
  join(name: string, code: string): void;
  /** Asks for a code although this phone is paired: there may be other rooms. */
  askForCode(): void;
  /** Takes the place of the other page of this browser. In a tap. */
  useThisPage(): void;
  play(): void;
  pause(): void;
  seek(positionSec: number): void;
  next(): void;
  previous(): void;
  /** Lets this phone sound again, alone. In a tap. */
  listen(): void;
  /** Changes the order. `said` is told once it is done, with a way to undo it. */
  change<Name extends OrderCommand>(name: Name, body: Commands[Name], said: string): void;
  startNow(): void;
  bringEveryoneIn(): void;
  /** Plays a track that every phone has, in place of the one that is waited for. */
  playInstead(trackId: string): void;
  /** Fetch index and snapshot anew (pull to refresh). */
  refresh(): void;
  leave(): void;
  /** @returns why not, in words; null: it is done */
  rename(name: string): Promise<string | null>;
  /** Asks the server for the room's code as it is now. */
  learnCode(): void;
  /** 0 to 2000. What plays moves at once. */
  setOutputDelayMs(outputDelayMs: number): void;
  /** Clicks instead of the song, and back. In a tap. */
  setCalibrating(on: boolean): void;
  dismissBubble(id: number): void;
}

/** How well this phone is in step, by its own measure. */
export interface InStepView {
  /** By how many ms its first word of the start came late, as the beats showed. */
  zeroMovedMs: number;
  beats: number;
  /** How far ahead of its place the sound is, in ms; null while unknown. */
  errorMs: number | null;
  trims: number;
  seeks: number;
  through: 'graph' | 'element';
}

/** Read once a second while somebody looks at it; null: nothing plays here. */
export type InStep = () => InStepView | null;

/** Where the song stands now on this phone, in seconds: read by the seek bar a few times a second, not part of the view. */
export type PositionSec = () => number;
