import { effect } from '@preact/signals-core';
import type { PhoneView } from '../ui/view';

/** Keeps the screen on while the room sounds here or waits, where the browser offers it. */
export function keepAwake(view: { readonly value: PhoneView }): void {
  if (!('wakeLock' in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  let asking = false;
  let wanted = false;
  const letGo = () => {
    const held = lock;
    lock = null;
    void held?.release();
  };
  const hold = async () => {
    if (!wanted || asking || lock || document.visibilityState !== 'visible') return;
    asking = true;
    const given = await navigator.wakeLock.request('screen').catch(() => null);
    asking = false;
    lock = given;
    given?.addEventListener('release', () => {
      if (lock === given) lock = null;
    });
    if (!wanted) letGo();
  };
  document.addEventListener('visibilitychange', () => void hold());
  effect(() => {
    wanted = view.value.phase === 'playing' || view.value.phase === 'waiting';
    if (wanted) void hold();
    else letGo();
  });
}
