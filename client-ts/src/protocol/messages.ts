/** The JSON that the server speaks, name for name. See the server's `/openapi/v1.json`. */

export type PlayMode = 'playing' | 'paused';
export type BarrierType = 'track' | 'resume';

export interface PlayState {
  mode: PlayMode;
  /** Where the song stood, in seconds, when the event `anchorEvent` was made. */
  anchorPositionSec: number;
}

export interface Barrier {
  type: BarrierType;
  trackId: string;
  members: string[];
  ready: string[];
}

export interface ClientInfo {
  name: string;
  /** Has at least one open event stream, and is awake. */
  active: boolean;
  /** Its page is frozen, or silent by itself: it is not waited for. */
  asleep: boolean;
  /** May do everything where the room belongs to its hosts. */
  host: boolean;
  /** The track that it does not sound and why, where it has said so. */
  satOut?: { trackId: string; reason: SilenceReason };
}

/**
 * `format`: its browser cannot play the track. `interrupted`: a call came, or the headphones are out. `paused`: by its person. `blocked`:
 * its browser wants a tap. `from-start`: it plays the track from its start only.
 */
export type SilenceReason = 'format' | 'interrupted' | 'paused' | 'blocked' | 'from-start';

/** The order in which the library plays. */
export interface Queue {
  queue: string[];
  /** Where the current track stands in `queue`. */
  queueIndex: number;
  /** Whose wishes stand behind the current track: client ids by track id. */
  wishes: Record<string, string>;
  /** Tracks of the library that are not in the queue until somebody brings them back. */
  putAside: string[];
}

/** How the queue came from the one before it. It is whole where `queue` is there; else exactly one of the others is. */
export interface QueueChange extends Omit<Queue, 'queue'> {
  queue?: string[];
  /** The first track went to the end. */
  advance?: boolean;
  /** `to`: where the track stands now, counted without it. */
  move?: { trackId: string; to: number };
  /** These tracks, which stood together in this order, are gone. */
  remove?: string[];
  /** `at`: where the first of them stands now. */
  insert?: { at: number; trackIds: string[] };
}

/** Who may do everything: `hosts` leaves guests their wishes. */
export type Control = 'everyone' | 'hosts';

export interface Snapshot extends Queue {
  eventCount: number;
  /** While a barrier is pending: paused, at the position where the barrier will start. */
  playState: PlayState;
  /** How long the song has played since the anchor was set; 0 while paused. */
  anchorAgeMs: number;
  barrier: Barrier | null;
  clients: Record<string, ClientInfo>;
  /** The clients that are in the sound: the members of the last release that are still in it. */
  listeners: string[];
  /** The eventCount of the event that last set the anchor (release, seek, pause). */
  anchorEvent: number;
  control: Control;
  /** All songs are to sound equally loud, as far as their loudness is known. */
  evenLoudness: boolean;
  /** On how many of the phones that are here a track lies; only a stream begins with it. */
  copies?: Record<string, number>;
}

/** A snapshot in an answer to `Prefer: return=minimal` (RFC 7240): without the queue. */
export type AnsweredSnapshot = Omit<Snapshot, 'queue'> & { queue?: string[] };

export interface Tags {
  title?: string;
  artist?: string;
  album?: string;
  year?: number;
  trackNumber?: number;
}

export interface Track {
  trackId: string;
  fileName: string;
  size: number;
  mime: string;
  /** Seconds. */
  duration?: number;
  tags?: Tags;
  coverUrl?: string;
  /** Decibels by which it is played softer, 0 at most, to be as loud as the others. */
  gainDb?: number;
  /** Another form that the server has it in. */
  as?: ['mp4'];
  /** Of this phone's own: what asks the server for the form that it takes, if that is another one; `mime` is of that form, too. */
  query?: string;
  /** Of this phone's own: it plays the track right from its start only. */
  fromStart?: true;
  /** Of this phone's own: its browser plays no file of this type, and the server has no other form. */
  unplayable?: true;
}

export interface Waiting {
  clientId: string;
  /** 0 to 100, as far as the server has served the bytes. */
  percent: number;
}

/** What each event of the stream carries in `payload`. */
export interface Payloads {
  snapshot: Snapshot;
  'barrier.open': { type: BarrierType; trackId: string; positionSec: number; members: string[]; ready: string[] };
  'barrier.progress': { trackId: string; members: string[]; ready: string[]; waiting: Waiting[]; setAside: string[] };
  'barrier.release': { type: BarrierType; trackId: string; positionSec: number; members: string[] };
  /** `reason` is there when the server paused by itself: `nothing-playable`, `nobody-listening`, `library-changed`. */
  paused: { positionSec: number; reason?: string };
  seeked: { positionSec: number };
  'queue.changed': QueueChange;
  /** `gone`: `clients` are only those that changed, and these were forgotten; left out: they are all. */
  'clients.changed': { clients: Record<string, ClientInfo>; listeners: string[]; control: Control; evenLoudness: boolean; gone?: string[] };
  /** For each track where it has changed: on how many of the phones that are here it lies. */
  'copies.changed': { copies: Record<string, number> };
  /**
   * `shutdown`: the server is going down and will be back. `library`: the index has changed, fetch it anew. `closed`: this session is over
   * for good. `removed`: the host has unpaired this phone.
   */
  refresh: { reason: string };
  /** Of the train that follows the release or seek `anchorEvent`. Beat k leaves no sooner than k spacings after it. */
  beat: { anchorEvent: number; k: number; spacingMs: number };
  heartbeat: Record<string, never>;
}

export type EventName = keyof Payloads;

/** `data:` of every server-sent event. */
export type Message = {
  [Name in EventName]: { event: Name; payload: Payloads[Name]; eventCount: number };
}[EventName];

export interface CommandAnswer {
  eventCount: number;
  snapshot: AnsweredSnapshot;
}

export interface PairAnswer {
  clientId: string;
  eventCount: number;
  snapshot: Snapshot;
}

/** The session that is always there. */
export const mainSession = 'main';

/** Which session this phone is paired with. */
export interface SessionFacts {
  /** `main`: the one that is always there. */
  name: string;
  /** Lets another phone in. Null: the session is closed. */
  code: string | null;
}

/** RFC 9457. A 409 also carries `expectedEventCount` and `snapshot`. */
export interface Problem {
  type: string;
  status: number;
  expectedEventCount?: number;
  snapshot?: AnsweredSnapshot;
  /** With 429: seconds. */
  retryAfterSec?: number;
  /** With 401: `closed` when the session that this phone was in is over for good. */
  reason?: string;
}
