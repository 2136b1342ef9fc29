import { effect, untracked } from '@preact/signals-core';
import type { Session } from '../session/session';
import { insideWords } from '../words/inside';
import { listed } from '../words/phone';
import type { State } from './state';

/** Tells this phone's person whom a pending start no longer waits for. */
export function tellOfAside(state: State): () => void {
  let told: readonly string[] = [];
  return effect(() => {
    const session = state.session.value;
    const now = session?.setAside ?? [];
    const fresh = now.filter((id) => !told.includes(id));
    told = now;
    if (session && fresh.length > 0) untracked(() => tell(state, session, fresh));
  });
}

function tell({ me, bubbles }: State, { clients }: Session, fresh: readonly string[]) {
  const { tookTooLong, othersTookTooLong, somebody } = insideWords();
  const others = fresh.filter((id) => id !== me.value);
  if (others.length < fresh.length) bubbles.tell('warn', tookTooLong);
  if (others.length > 0) bubbles.tell('info', othersTookTooLong(listed(others.map((id) => clients[id]?.name ?? somebody))));
}
