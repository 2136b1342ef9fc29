import type { DownloadHandlers } from '../cache/downloads';
import type { Emitter } from '../emitter';
import type { PlayerHandlers } from '../player/player';
import type { AnsweredSnapshot } from '../protocol/messages';

/** What the parts of the app tell those above them. */
export interface AppEvents extends PlayerHandlers, DownloadHandlers {
  /** What is due on this phone may be something else now. Whoever changes something says so. */
  changed(): void;
  /**
   * A snapshot that came as an answer. It may silence this phone, but never make it sound: only the stream does. `missed`: it came
   * instead of news that the stream has not brought.
   */
  snapshot(snapshot: AnsweredSnapshot, missed?: boolean): void;
  /** The track is gone from the library. */
  gone(trackId: string): void;
  /** This phone cannot play the track from where it is to sound. */
  astray(trackId: string): void;
  /** A start has been made. */
  started(anchorEvent: number): void;
  /** The server does not know this phone (any more). */
  unauthorized(): void;
  /** The session is over for good. */
  closed(): void;
  /** The host has unpaired this phone. */
  removed(): void;
  /** The song is to go on for everybody who is here. */
  bringEveryoneIn(): void;
  /** The event stream is to be opened anew: the server takes it for a sign that this page runs. */
  renewStream(): void;
}

export type Events = Emitter<AppEvents>;
