import { effect, signal } from '@preact/signals-core';
import * as storage from '../app/storage';
import { words } from './phone';
import { type Catalogue, translation } from './translation';

/** For so long a page waits for its words before it is drawn in English. */
const mostMs = 1500;

/** The language that its person has chosen; empty: the phone's own. */
export const chosenLanguage = signal(storage.language.read());

export function chooseLanguage(language: string): void {
  storage.language.write(language);
  chosenLanguage.value = language;
}

/** Of the languages that somebody reads, the first that there are words in. */
export const languageOf = (tags: readonly string[]): string => tags.map((tag) => tag.slice(0, 2)).find((tag) => /en|de/.test(tag)) ?? 'en';

/**
 * Speaks the chosen language from now on.
 * @param loadGerman fetches the parts of its catalogue that this page has words of
 * @returns resolves once the page may be drawn; never later for a catalogue that does not come
 */
export function speak(loadGerman: () => Promise<Partial<Catalogue>>): Promise<void> {
  effect(() => {
    Object.assign(document.documentElement, { lang: words().lang, dir: words().dir });
  });
  return new Promise((resolve) => {
    setTimeout(resolve, mostMs);
    effect(() => {
      const chosen = chosenLanguage.value;
      const load = (chosen || languageOf(navigator.languages)) === 'de' ? loadGerman : async () => ({});
      load()
        .then((catalogue) => {
          if (chosen === chosenLanguage.value) translation.value = catalogue;
        })
        .catch((error) => console.warn('the words did not come', error))
        .then(resolve);
    });
  });
}
