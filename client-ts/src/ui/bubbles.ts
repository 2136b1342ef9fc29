import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { words } from '../words/phone';
import { icons } from './icons';
import type { Actions, BubbleView } from './view';

/** What just happened, in words: one bubble above another, the newest lowest, each with a way to put it away. */
export function bubbles(list: readonly BubbleView[], actions: Actions): TemplateResult {
  const bubble = ({ id, text, tone, action }: BubbleView) => {
    const act = () => {
      action?.run();
      actions.dismissBubble(id);
    };
    return html`<div class="bubble ${tone}" role="alert">
      <p>${text}</p>
      ${action ? html`<button class="act" type="button" @click=${act}>${action.label}</button>` : nothing}
      <button class="shut" type="button" aria-label=${words().dismiss} @click=${() => actions.dismissBubble(id)}>${icons.close}</button>
    </div>`;
  };
  return html`<div class="bubbles">${repeat(list, ({ id }) => id, bubble)}</div>`;
}
