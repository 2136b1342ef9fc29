import { titleOf } from '../session/titles';
import type { Events } from './events';
import type { State } from './state';

/** Tells this phone's person what became of a download that did not go well. */
export function tellOfDownloads(state: State, events: Events): void {
  const about = (sentence: (title: string) => string) => (trackId: string) =>
    state.bubbles.tell('warn', sentence(titleOf(state.tracks.value.get(trackId))));
  events.on({
    gone: about((title) => `${title} is gone from the library.`),
    broken: about((title) => `The download of ${title} broke off.`),
    noRoom: about((title) => `This phone is full: ${title} is not kept.`),
    notKept: about((title) => `${title} could not be kept on this phone.`),
  });
}
