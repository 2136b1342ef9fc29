import { effect } from '@preact/signals-core';
import type { Actions, PhoneView, PositionSec } from '../ui/view';

/**
 * The lock screen's and the headset's view of the room, where the phone has one. Its pause silences this phone alone, and its play lets it
 * sound again: pulled out headphones press pause too, and they must never pause the room.
 */
export function showOnLockScreen(
  view: { readonly value: PhoneView },
  actions: Actions,
  silence: () => void,
  positionSec: PositionSec,
): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  const handle = (action: MediaSessionAction, run: MediaSessionActionHandler | null) => {
    try {
      mediaSession.setActionHandler(action, run);
    } catch {
      // Not every phone knows every action.
    }
  };
  handle('play', () => {
    const { silent, phase, guest } = view.value;
    if (phase === 'paused') guest || actions.play();
    else if (silent) actions.listen();
  });
  handle('pause', silence);
  handle('seekto', ({ seekTime }) => {
    if (seekTime !== undefined && seekTime !== null && !view.value.guest) actions.seek(seekTime);
  });

  let shown = '';
  effect(() => {
    const { phase, track: current, guest } = view.value;
    const track = phase === 'joining' ? null : current;
    handle('nexttrack', guest ? null : actions.next);
    handle('previoustrack', guest ? null : actions.previous);
    // What is about to sound can be paused.
    mediaSession.playbackState = phase === 'playing' || phase === 'waiting' ? 'playing' : track ? 'paused' : 'none';
    if (track?.durationSec && 'setPositionState' in mediaSession)
      mediaSession.setPositionState({ duration: track.durationSec, position: Math.min(track.durationSec, Math.max(0, positionSec())) });
    const { title = '', artist = '', coverUrl = null } = track ?? {};
    const shows = JSON.stringify([track?.trackId, title, artist, coverUrl]);
    if (shown === shows) return;
    shown = shows;
    const artwork = coverUrl ? [{ src: new URL(coverUrl, location.href).href }] : [];
    mediaSession.metadata = track ? new MediaMetadata({ title, artist, artwork }) : null;
  });
}
