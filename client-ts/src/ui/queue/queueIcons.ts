import { svg } from 'lit-html';
import { icon } from '../icons';

/** The pictures of the queue. */
export const queueIcons = {
  up: icon(svg`<path d="M12 19V6M6.5 11.5 12 6l5.5 5.5"/>`),
  search: icon(svg`<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4 4"/>`),
  refresh: icon(svg`<path d="M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4"/>`),
  shuffle: icon(
    svg`<path d="M4 7h3c5 0 5 10 10 10h3M17.5 14l3 3-3 3M4 17h3c1.6 0 2.7-1 3.5-2.300M13.5 9.300C14.3 8 15.4 7 17 7h3M17.5 4l3 3-3 3"/>`,
  ),
  stored: icon(svg`<circle class="solid" cx="12" cy="12" r="9"/><path class="cut" d="m8 12.3 2.8 2.7L16 9.6"/>`),
  bars: icon(svg`<path d="M5 19v-6M10 19V6M15 19v-9M20 19v-4"/>`),
  heart: icon(
    svg`<path d="M12 19.500C6 15.5 3.8 12.5 3.8 9.300A4.3 4.3 0 0 1 12 7.600a4.3 4.3 0 0 1 8.2 1.700c0 3.2-2.2 6.2-8.2 10.200z"/>`,
  ),
  more: icon(
    svg`<g class="solid"><circle cx="12" cy="5.5" r="1.9"/><circle cx="12" cy="12" r="1.9"/><circle cx="12" cy="18.5" r="1.9"/></g>`,
  ),
  back: icon(svg`<path d="M9.5 5 5 9.5 9.5 14M5.5 9.500H15a4.5 4.5 0 0 1 0 9h-4"/>`),
  close: icon(svg`<path d="M6 6l12 12M18 6 6 18"/>`),
};
