import { german as screen } from '../src/words/de/bigScreen';
import { german as page } from '../src/words/de/page';
import { host } from '../src/words/en/host';
import { inside } from '../src/words/en/inside';
import { phone } from '../src/words/en/phone';
import { refusals } from '../src/words/en/refusals';
import { type Catalogue, translation } from '../src/words/translation';

const english: Catalogue = { phone, inside, refusals, host };

/** Every sentence between brackets: what stands outside of them is in no catalogue. */
function bracketed<Words>(words: Words, name = ''): Words {
  if (typeof words === 'string') return (name === 'lang' || name === 'dir' ? words : `⟦${words}⟧`) as Words;
  if (typeof words === 'function') return ((...args: unknown[]) => `⟦${words(...args)}⟧`) as Words;
  return Object.fromEntries(Object.entries(words as object).map(([key, value]) => [key, bracketed(value, key)])) as Words;
}

/** Speaks the language that the address names: `en`, `de` or `brackets`. */
export function speak(): void {
  const language = new URLSearchParams(location.search).get('language');
  if (language === 'de') translation.value = { ...page, ...screen };
  if (language === 'brackets') translation.value = bracketed(english);
  document.documentElement.lang = (translation.value.phone ?? phone).lang;
}
