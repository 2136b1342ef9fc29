import { svg } from 'lit-html';
import { icon } from './icons';

/** On the button that changes a name. */
export const pencil = icon(svg`<path d="M4.5 19.5l1-4.2L16.3 4.5a2 2 0 0 1 2.9 0l.3.3a2 2 0 0 1 0 2.9L8.7 18.5zM14 6.8l3.2 3.2"/>`);
