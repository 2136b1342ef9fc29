import { effect } from '@preact/signals-core';
import type { PhoneView } from '../ui/view';
import type { State } from './state';

/** Keeps a document's `data-state` and `data-event-count` at what its page knows, which may be drawn later. */
export function markDocument(dataset: DOMStringMap, state: State, view: { readonly value: PhoneView }): void {
  effect(() => {
    dataset.state = view.value.phase;
    dataset.eventCount = String(state.session.value?.eventCount ?? '');
  });
}
