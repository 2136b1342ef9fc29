import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { grouped } from '../session/pairingCode';
import { insideWords } from '../words/inside';
import { words } from '../words/phone';
import { icons } from './icons';
import { languageSetting } from './languageSetting';
import { pencil } from './pencil';
import { coloursOf, face, stateWords } from './people';
import { SyncPanel } from './syncPanel';
import { thisPhone } from './thisPhone';
import type { Actions, InStep, PersonView, PhoneView } from './view';

export type PeopleSheet = (phone: PhoneView, open: boolean, close: () => void) => TemplateResult;

const focus = (field?: Element) => (field as HTMLElement | undefined)?.focus();

/** Opens over the room: who is here, an invitation for one more phone, this phone's own settings, and the way out. */
export function createPeopleSheet(actions: Actions, readInStep: InStep): PeopleSheet {
  const inStep = new SyncPanel(readInStep);
  /** The picture of an old code must not stay. */
  let [codeShown, pictureVersion] = [null as string | null, 0];
  const naming = signal<{ error: string | null } | null>(null);

  async function rename(event: SubmitEvent) {
    event.preventDefault();
    const name = new FormData(event.currentTarget as HTMLFormElement).get('name');
    const error = await actions.rename(String(name).trim());
    naming.value = error === null ? null : { error };
  }

  function sheet(phone: PhoneView, close: () => void): TemplateResult {
    const here = phone.people.filter(({ active }) => active).sort((x, y) => Number(y.isMe) - Number(x.isMe));
    const colour = coloursOf(phone.people);
    if (phone.code !== codeShown) pictureVersion++;
    codeShown = phone.code;
    const row = (person: PersonView) => html`<li>
      ${face(person, colour.get(person.clientId))}<span class="name"><bdi>${person.name}</bdi>${person.isMe ? ` ${insideWords().isYou}` : ''}</span
      ><span class="state">${stateWords(person)}</span>
      ${person.isMe ? renameButton() : nothing}
    </li>`;
    return html`<div class="inside">
      <header>
        <div>
        <h2 tabindex="-1" autofocus>${here.length === 1 ? insideWords().alone : insideWords().peopleHere(here.length)}</h2>
        ${phone.name === null ? nothing : html`<p class="where"><bdi>${phone.name}</bdi></p>`}
        </div>
        <button class="round" type="button" aria-label=${insideWords().close} @click=${close}>${icons.close}</button>
      </header>
      <ul class="who all" tabindex="0" aria-label=${insideWords().people}>${here.map(row)}</ul>
      ${naming.value ? nameForm(here.find(({ isMe }) => isMe)?.name ?? '', naming.value.error) : nothing}
      <section class="invite">
        <img src="/qr?v=${pictureVersion}" alt=${insideWords().qr} width="132" height="132" />
        <div>
          <p><strong>${insideWords().bringOneMore}</strong> ${insideWords().letScan}</p>
          ${phone.code === null ? nothing : html`<p>${insideWords().orType} <strong class="code">${grouped(phone.code)}</strong></p>`}
        </div>
      </section>
      ${thisPhone(phone, actions, inStep)} ${languageSetting(insideWords())}
      <button class="go" type="button" @click=${() => {
        close();
        actions.leave();
      }}>${insideWords().leave}</button>
    </div>`;
  }

  const renameButton = () => html`<button class="round" type="button" aria-label=${insideWords().rename} title=${insideWords().rename}
    aria-expanded=${naming.value !== null} @click=${() => {
      naming.value = naming.value ? null : { error: null };
    }}>${pencil}</button>`;

  const nameForm = (name: string, error: string | null) => html`<form class="rename" @submit=${rename}>
    <input class="field" name="name" type="text" maxlength="40" autocomplete="nickname" autocapitalize="words" spellcheck="false" enterkeyhint="done"
      aria-label=${words().yourName} .value=${name} ${ref(focus)} />
    <button class="go" type="submit">${insideWords().save}</button>
    ${error === null ? nothing : html`<p role="alert">${error}</p>`}
  </form>`;

  return (phone, open, close) => {
    const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && close();
    return html`<dialog class="sheet" aria-label=${insideWords().sheet} @close=${() => {
      naming.value = null;
      close();
    }} @click=${onBackdrop}>
      ${open ? sheet(phone, close) : nothing}
    </dialog>`;
  };
}
