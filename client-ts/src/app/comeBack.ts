import { effect } from '@preact/signals-core';
import { createScope } from '../scope';
import type { Events } from './events';
import type { State } from './state';

/** The longest wait. After it the command goes out without a stream. */
const patienceMs = 5000;

/** Opens a lost stream at once. A person who starts a song while the server counts this phone out would be late to it. */
export function comeBack(state: State, events: Events): Promise<void> {
  const scope = createScope();
  events.emit.renewStream();
  return new Promise((resolve) => {
    scope.onEnd(resolve);
    scope.after(patienceMs, scope.end);
    scope.onEnd(
      effect(() => {
        if (state.online.value) scope.end();
      }),
    );
  });
}
