import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { PhonesActions, PhonesView } from './phones';
import { ask, tell, unreachable } from './server';
import { shown } from './sessions';

/** The list of phones and what can be done with it. */
export function createPhones(): { phones: ReadonlySignal<PhonesView>; actions: PhonesActions } {
  const phones = signal<PhonesView>({ open: false, asked: null, problem: null });
  const change = (to: Partial<PhonesView>) => {
    phones.value = { ...phones.value, ...to };
  };
  return {
    phones,
    actions: {
      showPhones(open) {
        if (open !== phones.value.open) change({ open, asked: null, problem: null });
      },
      askToRemove: (asked) => change({ asked, problem: null }),
      async removePhone(clientId, name) {
        const came = await ask('/host/clients/remove', { session: shown, clientId });
        change({ asked: null, problem: came.ok ? null : (came.problem ?? unreachable) });
        if (came.ok) tell(`${name} is removed.`);
      },
    },
  };
}
