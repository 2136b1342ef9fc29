import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions, PhoneView } from '../view';
import type { Orders } from './orders';
import { queueIcons as icons } from './queueIcons';
import type { Browse, QueueList } from './queueList';

const chips: readonly { id: Browse; label: string }[] = [
  { id: 'songs', label: 'Songs' },
  { id: 'album', label: 'Albums' },
  { id: 'artist', label: 'Artists' },
];

/** What stands above the list: to find, to browse, to shuffle, and what a guest is told. */
export function queueTools(phone: PhoneView, list: QueueList, actions: Actions, orders: Orders, toTop: () => void): TemplateResult {
  const { putAside } = phone.queue;
  const { value: group } = list.group;
  const aside =
    putAside.length > 0 || list.browse.value === 'aside' ? [{ id: 'aside' as const, label: `Put aside (${putAside.length})` }] : [];
  const browse = (to: Browse) => {
    list.group.value = null;
    list.browse.value = to;
    toTop();
  };
  const chip = (label: string, isOn: boolean, run: () => void) =>
    html`<button class="chip" type="button" aria-pressed=${isOn} @click=${run}>${label}</button>`;
  return html`<div class="head"><div class="tools">
      <label class="search">
        ${icons.search}
        <input type="search" placeholder="Find in the queue" aria-label="Find in the queue" autocomplete="off" spellcheck="false"
          enterkeyhint="search" .value=${list.query.value} @input=${(event: Event) => {
            list.query.value = (event.target as HTMLInputElement).value;
            if (list.browse.value === 'aside') list.browse.value = 'songs';
            toTop();
          }} />
      </label>
      ${
        phone.guest
          ? nothing
          : html`<button class="round" type="button" aria-label="Shuffle" title="Shuffle" @click=${orders.shuffle}>${icons.shuffle}</button>`
      }
      <button class="round" type="button" aria-label="Refresh" title="Refresh" @click=${actions.refresh}>${icons.refresh}</button>
    </div>
    ${phone.guest ? html`<p class="notice">The host chooses what plays. Your wishes come in fair turns with everybody’s.</p>` : nothing}
    <div class="chips" role="group" aria-label="Browse">
      ${[...chips, ...aside].map(({ id, label }) => chip(label, list.browse.value === id, () => browse(id)))}
    </div>
    </div>
    ${
      group
        ? html`<p class="narrowed">
            <bdi>${group.name}</bdi>
            <button class="round" type="button" aria-label="Show all" title="Show all" @click=${() => browse(group.kind)}>${icons.close}</button>
          </p>`
        : nothing
    }`;
}
