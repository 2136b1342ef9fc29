import { phone } from './en/phone';
import { translation } from './language';

/** The words of the first load: to join and to play. */
export const words = () => translation.value.phone ?? phone;
