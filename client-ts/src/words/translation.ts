import { signal } from '@preact/signals-core';
import type { HostWords } from './en/host';
import type { InsideWords } from './en/inside';
import type { PhoneWords } from './en/phone';
import type { RefusalWords } from './en/refusals';

/** The words of a language, in the parts in which pages load them. */
export interface Catalogue {
  phone: PhoneWords;
  inside: InsideWords;
  refusals: RefusalWords;
  host: HostWords;
}

/** What stands in place of English. Whoever reads words in an effect is called again when it changes. */
export const translation = signal<Partial<Catalogue>>({});
