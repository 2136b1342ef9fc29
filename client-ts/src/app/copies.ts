import { effect } from '@preact/signals-core';
import type { Downloads } from '../cache/downloads';
import { tellCopies } from '../protocol/api';
import { createScope } from '../scope';
import type { State } from './state';

/** What comes within so many milliseconds is told at once. */
const gatherMs = 1000;

/** The server takes no more at once. */
const mostCopies = 1000;

/** Tells the server which tracks lie on this phone, again on each new stream. */
export function reportCopies(state: State, downloads: Pick<Downloads, 'onThisPhone'>): () => void {
  const scope = createScope();
  let cancel = () => {};
  scope.onEnd(
    effect(() => {
      const trackIds = [...downloads.onThisPhone.value].slice(-mostCopies);
      cancel();
      if (state.online.value) cancel = scope.after(gatherMs, () => void tellCopies(trackIds));
    }),
  );
  return scope.end;
}
