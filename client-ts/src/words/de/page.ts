import { inside } from './inside';
import { phone } from './phone';
import { refusals } from './refusals';

/** All that a phone says. */
export const german = { phone, inside, refusals };
