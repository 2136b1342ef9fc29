import { host } from './en/host';
import { translation } from './translation';

/** The words of the big screen. */
export const hostWords = () => translation.value.host ?? host;
