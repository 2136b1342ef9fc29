import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { createRef, ref } from 'lit-html/directives/ref.js';
import { insideWords } from '../../words/inside';
import type { PhoneView, SongView } from '../view';
import { afterFor, type Orders } from './orders';
import { queueIcons as icons } from './queueIcons';

/** "Play after…" offers the songs that come soonest. */
const mostAfter = 20;

/** What can be done with one song, as a sheet from below. */
export class SongMenu {
  readonly #dialog = createRef<HTMLDialogElement>();
  readonly #trackId = signal<string | null>(null);
  readonly #choosesAfter = signal(false);
  readonly #orders: Orders;

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  open(trackId: string): void {
    this.#choosesAfter.value = false;
    this.#trackId.value = trackId;
    this.#dialog.value?.showModal();
  }

  template(phone: PhoneView): TemplateResult {
    const trackId = this.#trackId.value;
    const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && this.#close();
    const at = trackId === null ? -1 : phone.queue.order.indexOf(trackId);
    return html`<dialog class="sheet song-menu" aria-labelledby="song-menu-title" ${ref(this.#dialog)} @click=${onBackdrop}
      @close=${() => {
        this.#trackId.value = null;
      }}>
      ${trackId === null || phone.guest ? nothing : this.#inside(phone, phone.queue.song(trackId), at)}
    </dialog>`;
  }

  #inside(phone: PhoneView, song: SongView, at: number): TemplateResult {
    return html`<div class="inside">
      <header>
        <div>
          <h2 id="song-menu-title" tabindex="-1" autofocus dir="auto">${song.title}</h2>
          <p class="where"><bdi>${song.artist}</bdi></p>
        </div>
        <button class="round" type="button" aria-label=${insideWords().close} @click=${() => this.#close()}>${icons.close}</button>
      </header>
      ${this.#choosesAfter.value ? this.#afters(phone, song) : this.#verbs(phone, song, at)}
    </div>`;
  }

  #verbs({ queue }: PhoneView, song: SongView, at: number): TemplateResult {
    const { order, wishes } = queue;
    const wisher = wishes.get(song.trackId);
    const lastWish = Math.max(0, ...[...wishes.keys()].map((id) => order.indexOf(id)));
    const isPlaced = at === 1 || at <= lastWish;
    const item = (name: string, run: () => void) =>
      html`<li><button class="go" type="button" @click=${() => {
        this.#close();
        run();
      }}>${name}</button></li>`;
    const move = (name: string, to: number) => {
      const after = afterFor(order, at, to);
      return after === null ? nothing : item(name, () => this.#orders.moveAfter(song, queue.song(after)));
    };
    return html`<ul class="verbs">
      ${wisher?.isMe ? item(insideWords().unwish, () => this.#orders.unwish(song)) : nothing}
      ${wisher || isPlaced ? nothing : item(insideWords().wish, () => this.#orders.wish(song))} ${move(insideWords().moveUp, at - 1)} ${move(insideWords().moveDown, at + 1)}
      <li>
        <button class="go" type="button" @click=${() => {
          this.#choosesAfter.value = true;
        }}>${insideWords().playAfter}</button>
      </li>
      ${item(insideWords().notTonight, () => this.#orders.notTonight(song))}
    </ul>`;
  }

  #afters({ queue }: PhoneView, song: SongView): TemplateResult {
    const others = queue.order.slice(0, mostAfter + 1).filter((id) => id !== song.trackId);
    return html`<p class="hint">${insideWords().playItAfter}</p>
      <ul class="verbs" aria-label=${insideWords().playItAfter}>
        ${others.slice(0, mostAfter).map((id) => {
          const after = queue.song(id);
          return html`<li><button class="go" type="button" dir="auto" @click=${() => {
            this.#close();
            this.#orders.moveAfter(song, after);
          }}>${after.title}</button></li>`;
        })}
      </ul>`;
  }

  #close(): void {
    this.#dialog.value?.close();
  }
}
