import { phone } from './en/phone';
import { translation } from './translation';

/** The words of the first load: to join and to play. */
export const words = () => translation.value.phone ?? phone;
