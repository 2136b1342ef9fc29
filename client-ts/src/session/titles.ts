import { mainSession, type Track } from '../protocol/messages';
import { words } from '../words/phone';

/** What to call a track: its title, else its file without the ending. */
export function titleOf(track: Track | undefined): string {
  return track?.tags?.title?.trim() || (track?.fileName ?? '').replace(/^.*\//, '').replace(/\.[^.]+$/, '') || words().unknownSong;
}

/** What people are told of a session: the main room needs no name. */
export const roomName = (session: string | null): string | null => (session === null || session === mainSession ? null : session);
