import { html, svg, type TemplateResult } from 'lit-html';
import { words } from '../words/phone';
import type { Actions, PhoneView } from './view';

const arc = (at: number) =>
  svg`<circle class=${at === 0 ? 'out' : 'in'} cx="60" cy="60" r="46" pathLength="100" stroke-dasharray="20 200" stroke-dashoffset=${-at * 25 - 2.5} />`;

/** A screen that says how things are. `rest`: what can be done. */
const stillScreen = (title: string, text: string, rest: TemplateResult) => html`<main class="damage" tabindex="-1" aria-labelledby="damage">
  <div>
    <svg class="broken" viewBox="0 0 120 120" aria-hidden="true">${[0, 1, 2, 3].map(arc)}</svg>
    <h1 id="damage">${title}</h1>
    <p class="by" role="status">${text}</p>
    ${rest}
  </div>
</main>`;

/** While the server cannot read its state. Nothing is to be done here; only another room may be open meanwhile. */
const damageScreen = (actions: Actions): TemplateResult =>
  stillScreen(
    words().damaged,
    words().damagedHow,
    html`<p class="by small">${words().staysPaired}</p>
    <button class="other" type="button" @click=${actions.askForCode}>${words().otherCode}</button>`,
  );

/** While another page of this browser is in the room. */
const elsewhereScreen = (actions: Actions): TemplateResult =>
  stillScreen(
    words().elsewhere,
    words().silentHere,
    html`<button class="go" type="button" @click=${actions.useThisPage}>${words().useThis}</button>`,
  );

/** What stands in place of all else; null: nothing does. */
export const stillScreenOf = ({ elsewhere, corrupt }: PhoneView, actions: Actions): TemplateResult | null =>
  elsewhere ? elsewhereScreen(actions) : corrupt ? damageScreen(actions) : null;
