import { html, nothing, type TemplateResult } from 'lit-html';
import { insideWords } from '../../words/inside';
import type { Actions, PhoneView } from '../view';
import type { Orders } from './orders';
import { queueIcons as icons } from './queueIcons';
import type { Browse, QueueList } from './queueList';

const chips = ['songs', 'album', 'artist'] as const;

/** What stands above the list: to find, to browse, to shuffle, and what a guest is told. */
export function queueTools(phone: PhoneView, list: QueueList, actions: Actions, orders: Orders, toTop: () => void): TemplateResult {
  const { putAside } = phone.queue;
  const { value: group } = list.group;
  const words = insideWords();
  const browse = (to: Browse) => {
    list.group.value = null;
    list.browse.value = to;
    toTop();
  };
  const chip = (to: Browse, label: string) =>
    html`<button class="chip" type="button" aria-pressed=${list.browse.value === to} @click=${() => browse(to)}>${label}</button>`;
  return html`<div class="head"><div class="tools">
      <label class="search">
        ${icons.search}
        <input type="search" placeholder=${words.find} aria-label=${words.find} autocomplete="off" spellcheck="false"
          enterkeyhint="search" .value=${list.query.value} @input=${(event: Event) => {
            list.query.value = (event.target as HTMLInputElement).value;
            if (list.browse.value === 'aside') list.browse.value = 'songs';
            toTop();
          }} />
      </label>
      ${
        phone.guest
          ? nothing
          : html`<button class="round" type="button" aria-label=${words.shuffle} title=${words.shuffle} @click=${orders.shuffle}>${icons.shuffle}</button>`
      }
      <button class="round" type="button" aria-label=${words.refresh} title=${words.refresh} @click=${actions.refresh}>${icons.refresh}</button>
    </div>
    ${phone.guest ? html`<p class="notice">${words.hosted}</p>` : nothing}
    <div class="chips" role="group" aria-label=${words.browse}>
      ${chips.map((id) => chip(id, words.browseBy[id]))}
      ${putAside.length > 0 || list.browse.value === 'aside' ? chip('aside', words.putAside(putAside.length)) : nothing}
    </div>
    </div>
    ${
      group
        ? html`<p class="narrowed">
            <bdi>${group.name}</bdi>
            <button class="round" type="button" aria-label=${words.showAll} title=${words.showAll} @click=${() => browse(group.kind)}>${icons.close}</button>
          </p>`
        : nothing
    }`;
}
