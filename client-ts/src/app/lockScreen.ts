import { effect } from '@preact/signals-core';
import type { Actions, RoomView } from '../ui/view';

/**
 * The lock screen's and the headset's view of the room, where the phone has one. Its pause silences this phone alone: pulled out
 * headphones press it too, and they must never pause the room.
 */
export function showOnLockScreen(view: { readonly value: RoomView }, actions: Actions, silence: () => void): void {
  if (!('mediaSession' in navigator)) return;
  const { mediaSession } = navigator;
  const handle = (action: MediaSessionAction, run: () => void) => {
    try {
      mediaSession.setActionHandler(action, run);
    } catch {
      // Not every phone knows every action.
    }
  };
  handle('play', actions.play);
  handle('pause', silence);
  handle('nexttrack', actions.next);

  let shown = '';
  effect(() => {
    const { phase, queue } = view.value;
    const track = phase === 'joining' ? undefined : queue[0];
    mediaSession.playbackState = phase === 'playing' ? 'playing' : track ? 'paused' : 'none';
    if (shown === (track?.trackId ?? '')) return;
    shown = track?.trackId ?? '';
    const artwork = track?.coverUrl ? [{ src: new URL(track.coverUrl, location.href).href }] : [];
    mediaSession.metadata = track ? new MediaMetadata({ title: track.title, artist: track.artist, artwork }) : null;
  });
}

/** Keeps the screen on while the room sounds here or waits, where the browser offers it. */
export function keepAwake(view: { readonly value: RoomView }): void {
  if (!('wakeLock' in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  let wanted = false;
  const hold = async () => {
    if (!wanted || lock || document.visibilityState !== 'visible') return;
    lock = await navigator.wakeLock.request('screen').catch(() => null);
    lock?.addEventListener('release', () => {
      lock = null;
    });
    if (!wanted) await lock?.release();
  };
  document.addEventListener('visibilitychange', () => void hold());
  effect(() => {
    wanted = view.value.phase === 'playing' || view.value.phase === 'waiting';
    if (wanted) void hold();
    else void lock?.release();
  });
}
