import { host } from './en/host';
import { translation } from './language';

/** The words of the big screen. */
export const hostWords = () => translation.value.host ?? host;
