import { html, nothing, type TemplateResult } from 'lit-html';
import { words } from '../../words/phone';
import { cover } from '../cover';
import { rowPx } from './rowWindow';
import type { Group } from './songIndex';

/** An album or an artist; a tap narrows the list to its songs. */
export function groupRow(group: Group | undefined, place: number, places: number, choose: (name: string) => void): TemplateResult {
  if (!group) return html`${nothing}`;
  const { name, songs } = group;
  return html`<li class="row group" .style=${`top:${place * rowPx}px`} aria-posinset=${place + 1} aria-setsize=${places}>
    <button type="button" @click=${() => choose(name)}>
      ${cover({ trackId: name, coverUrl: null }, 'thumb')}
      <span class="what"><b dir="auto">${name}</b><small>${words().songs(songs)}</small></span>
    </button>
  </li>`;
}
