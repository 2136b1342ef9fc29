import { computed, effect } from '@preact/signals-core';
import { createScope } from '../scope';
import type { State } from './state';

/** A start that waits longer for downloads is a long one. */
const longMs = 8000;

/** Keeps `state.waitsLong`: whether the pending start of a song waits for long already. */
export function watchPatience(state: State): () => void {
  const scope = createScope();
  const awaited = computed(() => {
    const barrier = state.session.value?.barrier;
    return barrier?.type === 'track' ? barrier.trackId : null;
  });
  let cancel = () => {};
  scope.onEnd(
    effect(() => {
      cancel();
      state.waitsLong.value = false;
      if (awaited.value !== null)
        cancel = scope.after(longMs, () => {
          state.waitsLong.value = true;
        });
    }),
  );
  return scope.end;
}
