import { html, nothing, type TemplateResult } from 'lit-html';
import { insideWords } from '../words/inside';
import { filled } from './filled';
import { icons } from './icons';
import { languageSetting } from './languageSetting';
import { latencySetting } from './latencySetting';
import { stateTone, stateWords } from './people';
import { SyncPanel } from './syncPanel';
import type { Actions, InStep, PhoneView } from './view';

export type PeopleSheet = (phone: PhoneView, actions: Actions, open: boolean, close: () => void) => TemplateResult;

/** @param readInStep read once a second while somebody looks at it */
export function createPeopleSheet(readInStep: InStep): PeopleSheet {
  const inStep = new SyncPanel(readInStep);
  return (phone, actions, open, close) => sheet(phone, actions, inStep, open, close);
}

/** Opens over the room: who is here, an invitation for one more phone, this phone's own settings, and the way out. */
function sheet(phone: PhoneView, actions: Actions, inStep: SyncPanel, open: boolean, close: () => void): TemplateResult {
  const me = phone.people.find(({ isMe }) => isMe);
  const here = phone.people.filter(({ active }) => active).sort((x, y) => Number(y.isMe) - Number(x.isMe));
  const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && close();
  if (!open) return html`<dialog class="sheet" aria-label=${insideWords().sheet} @close=${close} @click=${onBackdrop}></dialog>`;
  return html`<dialog class="sheet" aria-label=${insideWords().sheet} @close=${close} @click=${onBackdrop}>
    <div class="inside">
      <header>
        <div>
        <h2 tabindex="-1" autofocus>${here.length === 1 ? insideWords().alone : insideWords().peopleHere(here.length)}</h2>
        ${phone.name === null ? nothing : html`<p class="where"><bdi>${phone.name}</bdi></p>`}
        </div>
        <button class="round" type="button" aria-label=${insideWords().close} @click=${close}>${icons.close}</button>
      </header>
      <ul class="who all" tabindex="0" aria-label=${insideWords().people}>
        ${here.map(
          (person) => html`<li>
            <i class="dot ${stateTone(person)}"></i><span class="name"><bdi>${person.name}</bdi>${person.isMe ? ` ${insideWords().isYou}` : ''}</span
            ><span class="state">${stateWords(person)}</span>
          </li>`,
        )}
      </ul>
      <section class="invite">
        <img src="/qr" alt=${insideWords().qr} width="132" height="132" />
        <p><strong>${insideWords().bringOneMore}</strong> ${insideWords().letScan}</p>
      </section>
      ${latencySetting(phone, actions)} ${languageSetting(insideWords())} ${inStep.template()}
      <footer>
        ${me ? html`<p>${filled(insideWords().youAre, html`<bdi>${me.name}</bdi>`)}</p>` : nothing}
        <button class="go" type="button" @click=${() => {
          close();
          actions.leave();
        }}>${insideWords().leave}</button>
      </footer>
    </div>
  </dialog>`;
}
