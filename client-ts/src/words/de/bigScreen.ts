import { host } from './host';
import { phone } from './phone';
import { refusals } from './refusals';

/** All that the big screen says. */
export const german = { phone, refusals, host };
