import { html, svg, type TemplateResult } from 'lit-html';

export const icon = (body: TemplateResult<2>) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${body}</svg>`;

/** The few pictures on the buttons. Every button that shows one has a name in words. */
export const icons = {
  play: icon(svg`<path class="solid" d="M7 4.6v14.8c0 .9 1 1.5 1.8 1l11.4-7.4c.7-.5.7-1.5 0-2L8.8 3.6C8 3.1 7 3.7 7 4.6z"/>`),
  pause: icon(
    svg`<g class="solid"><rect x="5" y="4" width="5" height="16" rx="1.6"/><rect x="14" y="4" width="5" height="16" rx="1.6"/></g>`,
  ),
  next: icon(
    svg`<g class="solid"><path d="M5 5.2v13.6c0 .8.9 1.3 1.6.8l9-6.8c.5-.4.5-1.2 0-1.6l-9-6.8C5.9 3.9 5 4.4 5 5.2z"/><rect x="17.2" y="4.2" width="2.8" height="15.6" rx="1.4"/></g>`,
  ),
  previous: icon(
    svg`<g class="solid"><path d="M19 5.2v13.6c0 .8-.9 1.3-1.6.8l-9-6.8c-.5-.4-.5-1.2 0-1.6l9-6.8c.7-.5 1.6 0 1.6.8z"/><rect x="4" y="4.2" width="2.8" height="15.6" rx="1.4"/></g>`,
  ),
  close: icon(svg`<path d="M6 6l12 12M18 6 6 18"/>`),
  people: icon(
    svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3.5 19c.3-3.3 2.6-5.2 5.5-5.2s5.2 1.9 5.5 5.2M15.5 5.7a3 3 0 0 1 0 5.6M17.5 14.3c1.8.7 2.9 2.3 3.1 4.7"/>`,
  ),
  rooms: icon(
    svg`<rect x="4" y="4" width="7" height="9" rx="1.8"/><rect x="13.5" y="11" width="6.5" height="9" rx="1.8"/><path d="M14 4h6v4M4 16.5V20h6"/>`,
  ),
  note: icon(svg`<path d="M9 18V6l10-2v11.5"/><circle cx="6.5" cy="18" r="2.5"/><circle cx="16.5" cy="15.7" r="2.5"/>`),
  ear: icon(
    svg`<path d="M7.5 9.5a4.7 4.7 0 1 1 8.6 2.6c-1 1.4-2.3 2-2.7 3.7-.4 1.9-1.2 3.2-3 3.2a2.7 2.7 0 0 1-2.6-2"/><path d="M10.3 10a2 2 0 1 1 3.3 1.4l-1.4 1.2"/>`,
  ),
  offline: icon(svg`<path d="M4 4l16 16M8.5 15.2a5 5 0 0 1 6 .1M5.3 11.7A9.8 9.8 0 0 1 9 9.5M18.7 11.7a9.7 9.7 0 0 0-5.2-2.6M12 19h.01"/>`),
};
