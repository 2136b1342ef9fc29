import { html, svg, type TemplateResult } from 'lit-html';
import type { Actions, RoomView } from './view';

const arc = (at: number) =>
  svg`<circle class=${at === 0 ? 'out' : 'in'} cx="60" cy="60" r="46" pathLength="100" stroke-dasharray="20 200" stroke-dashoffset=${-at * 25 - 2.5} />`;

/** The whole screen while the server cannot read its state. Nothing is to be done here; only another room may be open meanwhile. */
export function damageScreen({ title, text }: NonNullable<RoomView['corrupt']>, actions: Actions): TemplateResult {
  return html`<main class="damage" tabindex="-1" aria-labelledby="damage">
    <div>
      <svg class="broken" viewBox="0 0 120 120" aria-hidden="true">${[0, 1, 2, 3].map(arc)}</svg>
      <h1 id="damage">${title}</h1>
      <p class="by" role="status">${text}</p>
      <p class="by small">This phone stays paired and comes back by itself.</p>
      <button class="other" type="button" @click=${actions.askForCode}>Use another code</button>
    </div>
  </main>`;
}
