import { inside } from './en/inside';
import { translation } from './translation';

/** The words of what comes once the room is entered. */
export const insideWords = () => translation.value.inside ?? inside;
