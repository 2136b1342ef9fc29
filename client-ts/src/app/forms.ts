import type { Track } from '../protocol/messages';

/** Tracks of which a form was refused, and whether they are taken as MP4 since. */
const switched = new Map<string, boolean>();

/** Apple's player, in every browser of its phones: a seek in a FLAC file lands seconds beside the target, and nothing tells. */
const isApple = ({ vendor, platform } = navigator) => /^Apple/.test(vendor) && /^(Mac|iP)/.test(platform);

/** What was asked of the browser: it takes a while for each of many songs. */
const refused = new Map<string, boolean>();
function isRefused(type: string): boolean {
  const isNone = (name: string) => new Audio().canPlayType(name) === '';
  // WebKitGTK plays AIFF, but knows it by its old name alone.
  const known = refused.get(type) ?? (isNone(type) && isNone(type.replace('/', '/x-')));
  refused.set(type, known);
  return known;
}

/**
 * A track of the index in the form in which this phone takes it: as FLAC in MP4 where the server has that and this phone needs it, else as
 * the file that it is.
 */
export function formOf(track: Track): Track {
  const isFlac = track.mime === 'audio/flac';
  const needsMp4 = () => (isFlac ? isApple() || isRefused('audio/flac') : isRefused('audio/mp4; codecs="alac"'));
  // Each form has a type of its own, by which the store's are told apart.
  if (track.as && (switched.get(track.trackId) ?? needsMp4()))
    return { ...track, mime: isFlac ? 'audio/mp4' : 'audio/mp4; codecs="flac"', query: '?as=mp4' };
  if (!track.as && isRefused(track.mime)) return { ...track, unplayable: true };
  return isFlac && isApple() ? { ...track, fromStart: true } : track;
}

/** Takes a track in its other form from now on, because this one is refused. @returns false where there is no other, or both are refused */
export function switchForm(track: Track | undefined): boolean {
  if (!track?.as || switched.has(track.trackId)) return false;
  switched.set(track.trackId, !track.query);
  return true;
}
