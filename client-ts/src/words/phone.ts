import { phone } from './en/phone';
import { translation } from './translation';

/** The words of the first load: to join and to play. */
export const words = () => translation.value.phone ?? phone;

/** `Ana`, `Ana and Ben`, `Ana, Ben, and Cas`. */
export const listed = (names: readonly string[]) => new Intl.ListFormat(words().lang).format(names);
