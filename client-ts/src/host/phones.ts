import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Control } from '../protocol/messages';
import { grouped } from '../session/pairingCode';
import { filled } from '../ui/filled';
import { icons } from '../ui/icons';
import { pencil } from '../ui/pencil';
import { stateTone } from '../ui/people';
import type { PersonView } from '../ui/view';
import { hostWords } from '../words/host';
import { doing } from './person';

export interface PhonesView {
  control: Control;
  /** The clients that are hosts. */
  hosts: ReadonlySet<string>;
  /** What somebody is asked about; null: nothing. */
  asked: Question | null;
}

/** Whether to remove a phone, what to call it, or whether the room gets a new code. */
export type Question = { about: 'removal' | 'name'; clientId: string } | { about: 'code' };

export interface PhonesActions {
  setControl(control: Control): void;
  makeHost(clientId: string, host: boolean): void;
  /** Asks before it is done; null: all stays. */
  ask(question: Question | null): void;
  renamePhone(clientId: string, name: string): void;
  removePhone(clientId: string, name: string): void;
  renewCode(): void;
}

/** Who is here first, then by name. */
export const inOrder = (people: readonly PersonView[]): PersonView[] =>
  [...people].sort((x, y) => Number(y.active) - Number(x.active) || x.name.localeCompare(y.name, undefined, { numeric: true }));

/** Whose room it is, every phone that is paired with what can be done about it, and the code. */
export function phonesList(
  { control, hosts, asked }: PhonesView,
  people: readonly PersonView[],
  code: string | null,
  actions: PhonesActions,
): TemplateResult {
  const order = inOrder(people);
  return html`<fieldset class="control">
      <legend>${hostWords().whoDecides}</legend>
      <div class="switch">
        ${Object.entries(hostWords().controls).map(
          ([value, { name }]) => html`<label>
            <input type="radio" name="control" value=${value} .checked=${live(value === control)} @change=${() => actions.setControl(value as Control)} />
            <span>${name}</span>
          </label>`,
        )}
      </div>
      <p class="by">${hostWords().controls[control].means}</p>
    </fieldset>
    <h3 id="phones-here">${hostWords().phones}</h3>
    ${order.length === 0 ? html`<p class="by">${hostWords().noPhone}</p>` : nothing}
    <ul aria-labelledby="phones-here">
      ${order.map((person) => {
        const mine = asked && asked.about !== 'code' && asked.clientId === person.clientId ? asked.about : null;
        if (mine === 'name') return naming(person, actions);
        return mine ? removal(person, actions) : row(person, hosts.has(person.clientId), actions);
      })}
    </ul>
    ${code === null ? nothing : asked?.about === 'code' ? renewal(actions) : codeRow(code, actions)}`;
}

function row(person: PersonView, host: boolean, actions: PhonesActions): TemplateResult {
  const { clientId, name } = person;
  const change = host ? hostWords().makeGuest : hostWords().makeHost;
  return html`<li>
    <div class="entry">
      <span class="name"><i class="dot ${stateTone(person)}"></i><bdi>${name}</bdi></span>
      <span class="state">${host ? hostWords().host(doing(person)) : doing(person)}</span>
    </div>
    <button class="pill" type="button" aria-label=${hostWords().change(change, name)} @click=${() => actions.makeHost(clientId, !host)}>${change}</button>
    <button class="round" type="button" aria-label=${hostWords().rename(name)} @click=${() => actions.ask({ about: 'name', clientId })}>${pencil}</button>
    <button class="round" type="button" aria-label=${hostWords().remove(name)} @click=${() => actions.ask({ about: 'removal', clientId })}>${icons.close}</button>
  </li>`;
}

/** Its own person may choose another name again at any time. */
function naming({ clientId, name }: PersonView, actions: PhonesActions): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    actions.renamePhone(clientId, String(new FormData(event.currentTarget as HTMLFormElement).get('name') ?? ''));
  };
  return html`<li class="asks">
    <form class="naming" @submit=${submit} autocomplete="off">
      <input class="field" name="name" type="text" maxlength="40" required .defaultValue=${name} aria-label=${hostWords().newName(name)} enterkeyhint="done" />
      <button class="pill" type="button" @click=${() => actions.ask(null)}>${hostWords().keep}</button>
      <button class="pill sure" type="submit">${hostWords().saveName}</button>
    </form>
  </li>`;
}

/** What a removal costs is said before it is done: only its own person can undo it, with the code. */
function removal({ clientId, name }: PersonView, actions: PhonesActions): TemplateResult {
  return html`<li class="asks">
    <p><strong>${filled(hostWords().removes, html`<bdi>${name}</bdi>`)}</strong> ${hostWords().fallsSilent}</p>
    <button class="pill" type="button" @click=${() => actions.ask(null)}>${hostWords().keep}</button>
    <button class="pill sure" type="button" @click=${() => actions.removePhone(clientId, name)}>${hostWords().removePhone}</button>
  </li>`;
}

function codeRow(code: string, actions: PhonesActions): TemplateResult {
  return html`<div class="coded">
    <p>${filled(hostWords().code, html`<strong class="code">${grouped(code)}</strong>`)}</p>
    <button class="pill" type="button" @click=${() => actions.ask({ about: 'code' })}>${hostWords().newCode}</button>
  </div>`;
}

/** An old code does not come back, so the new one is asked for twice. */
function renewal(actions: PhonesActions): TemplateResult {
  return html`<div class="coded asks">
    <p><strong>${hostWords().renews}</strong> ${hostWords().oldCode}</p>
    <button class="pill" type="button" @click=${() => actions.ask(null)}>${hostWords().keep}</button>
    <button class="pill sure" type="button" @click=${() => actions.renewCode()}>${hostWords().renew}</button>
  </div>`;
}
