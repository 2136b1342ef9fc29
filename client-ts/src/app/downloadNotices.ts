import { titleOf } from '../session/titles';
import type { InsideWords } from '../words/en/inside';
import { insideWords } from '../words/inside';
import type { Events } from './events';
import type { State } from './state';

/** Tells this phone's person what became of a download that did not go well. */
export function tellOfDownloads(state: State, events: Events): void {
  const about = (sentence: (words: InsideWords, title: string) => string) => (trackId: string) =>
    state.bubbles.tell('warn', sentence(insideWords(), titleOf(state.tracks.value.get(trackId))));
  events.on({
    gone: about((words, title) => words.gone(title)),
    broken: about((words, title) => words.broken(title)),
    noRoom: about((words, title) => words.noRoom(title)),
    notKept: about((words, title) => words.notKept(title)),
  });
}
