import { html, nothing, type TemplateResult } from 'lit-html';
import { icons } from '../ui/icons';
import { stateTone, stateWords } from '../ui/people';
import type { PersonView } from '../ui/view';

export interface PhonesView {
  open: boolean;
  /** The client that somebody is asked about, whether to remove it. */
  asked: string | null;
  /** Why the last wish was refused, in words. */
  problem: string | null;
}

export interface PhonesActions {
  showPhones(open: boolean): void;
  /** Asks before a phone is removed; null: it stays. */
  askToRemove(clientId: string | null): void;
  removePhone(clientId: string, name: string): void;
}

/** Who is here first, then by name. */
export const inOrder = (people: readonly PersonView[]): PersonView[] =>
  [...people].sort((x, y) => Number(y.active) - Number(x.active) || x.name.localeCompare(y.name));

/** Every phone that is paired, over the big screen: who is here, then who is away, each with a way out. */
export function phonesDialog({ open, asked, problem }: PhonesView, people: readonly PersonView[], actions: PhonesActions): TemplateResult {
  const close = () => actions.showPhones(false);
  const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && close();
  if (!open) return html`<dialog class="rooms phones" aria-labelledby="phones-title" @close=${close} @click=${onBackdrop}></dialog>`;
  const order = inOrder(people);
  return html`<dialog class="rooms phones" aria-labelledby="phones-title" @close=${close} @click=${onBackdrop}>
    <div class="inside">
      <header>
        <h2 id="phones-title" tabindex="-1" autofocus>Phones</h2>
        <button class="round" type="button" aria-label="Close this list" @click=${close}>${icons.close}</button>
      </header>
      <p class="by">${order.length === 0 ? 'No phone has joined this room yet.' : 'A phone stays paired with this room until you remove it.'}</p>
      <ul aria-label="Phones">
        ${order.map((person) => (person.clientId === asked ? question(person, actions) : row(person, actions)))}
      </ul>
      <p class="problem" role="alert">${problem ?? nothing}</p>
    </div>
  </dialog>`;
}

function row(person: PersonView, actions: PhonesActions): TemplateResult {
  const { clientId, name } = person;
  return html`<li>
    <div class="entry">
      <span class="name"><i class="dot ${stateTone(person)}"></i><bdi>${name}</bdi></span><span class="state">${stateWords(person)}</span>
    </div>
    <button class="round" type="button" aria-label=${`Remove ${name}`} @click=${() => actions.askToRemove(clientId)}>${icons.close}</button>
  </li>`;
}

/** What a removal costs is said before it is done: only its own person can undo it, with the code. */
function question({ clientId, name }: PersonView, actions: PhonesActions): TemplateResult {
  return html`<li class="asks">
    <p><strong>Remove <bdi>${name}</bdi>?</strong> The phone falls silent and needs the code to come back.</p>
    <button class="pill" type="button" @click=${() => actions.askToRemove(null)}>Keep</button>
    <button class="pill sure" type="button" @click=${() => actions.removePhone(clientId, name)}>Remove phone</button>
  </li>`;
}
