import type { State } from './state';

/** The volume at which a track is as loud as the others, 1 at most: where that is not wanted, or not known of it, as loud as it is. */
export function volumeOf({ session, tracks }: State, trackId: string): number {
  const gainDb = session.value?.evenLoudness && tracks.value.get(trackId)?.gainDb;
  return gainDb ? Math.min(1, 10 ** (gainDb / 20)) : 1;
}
