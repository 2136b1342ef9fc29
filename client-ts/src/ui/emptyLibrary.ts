import { html, type TemplateResult } from 'lit-html';
import { insideWords } from '../words/inside';
import { words } from '../words/phone';
import { icons } from './icons';
import { ring } from './ring';
import { transport } from './song';
import type { Actions, PhoneView } from './view';

/** In place of the current song, while there is none. */
export function emptyLibrary(phone: PhoneView, actions: Actions): TemplateResult {
  return html`<div class="song empty">
    <div class="stage"><div class="frame gathering"><div class="art disc nothing">${icons.note}</div>${ring([])}</div></div>
    <div class="about">
      <div class="words">
        <h1 class="title">${words().noMusic}</h1>
        <p class="by">${insideWords().putSongs}</p>
      </div>
      <button class="go" type="button" @click=${actions.refresh}>${insideWords().lookAgain}</button>
      ${transport(phone, actions)}
    </div>
  </div>`;
}
