import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { cover } from './cover';
import { icons } from './icons';
import { clockTime } from './time';
import type { Actions, PhoneView, TrackView } from './view';

const firstRows = 60;
const rowsAStep = 240;
/** The current one and the next-up are pinned above the others. */
const pinned = 2;

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The songs whose title or artist holds every word of `query`, with their place in the queue. Accents and case do not matter. */
export function found(queue: readonly TrackView[], query: string): { track: TrackView; at: number }[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const placed = queue.map((track, at) => ({ track, at }));
  if (words.length === 0) return placed;
  return placed.filter(({ track }) => {
    const text = fold(`${track.title} ${track.artist}`);
    return words.every((word) => text.includes(word));
  });
}

/** The tab "Queue". It draws the first rows at once and the others in idle moments, so that thousands stay smooth. */
export class QueuePanel {
  readonly #query = signal('');
  readonly #limit = signal(firstRows);
  readonly #actions: Actions;
  #growing = false;
  #drawn: unknown[] = [];

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  /** @param shown false while another tab is open: then nothing is drawn anew. */
  template(phone: PhoneView, shown: boolean): TemplateResult {
    const query = this.#query.value;
    const limit = this.#limit.value;
    if (shown) {
      // While another tab is open the rows stay as they are.
      this.#drawn = [query, limit, ...phone.queue];
      if (limit < phone.queue.length) this.#grow();
    }
    return html`<div class="queue">
      <div class="tools">
        <label class="search">
          ${icons.search}
          <input type="search" placeholder="Find in the queue" aria-label="Find in the queue" autocomplete="off" spellcheck="false" enterkeyhint="search"
            .value=${query} @input=${(event: Event) => {
              this.#query.value = (event.target as HTMLInputElement).value;
            }} />
        </label>
        <button class="round" type="button" aria-label="Refresh" title="Refresh" @click=${this.#actions.refresh}>${icons.refresh}</button>
      </div>
      ${guard(this.#drawn, () => (this.#drawn.length > 0 ? this.#rows(phone.queue, query, limit) : nothing))}
    </div>`;
  }

  #rows(queue: readonly TrackView[], query: string, limit: number): TemplateResult {
    if (queue.length === 0) return html`<p class="not-found">The library is empty.</p>`;
    const rows = found(queue, query);
    if (rows.length === 0) return html`<p class="not-found">Nothing in the queue is called “<bdi>${query.trim()}</bdi>”.</p>`;
    const searching = query.trim() !== '';
    const top = searching ? [] : rows.slice(0, pinned);
    const rest = (searching ? rows : rows.slice(pinned)).slice(0, limit);
    const list = (part: typeof rows) =>
      repeat(
        part,
        ({ track }) => track.trackId,
        ({ track, at }) => this.#row(track, at),
      );
    return html`${top.length > 0 ? html`<ul class="pins" aria-label="Now and next">${list(top)}</ul>` : nothing}
      ${rest.length > 0 ? html`<ul class="more" aria-label="After that">${list(rest)}</ul>` : nothing}`;
  }

  #row(track: TrackView, at: number): TemplateResult {
    const lead = at === 1 ? 'Next up' : track.artist;
    const time = track.durationSec === null ? '' : clockTime(track.durationSec);
    return html`<li class="row ${at === 0 ? 'now' : ''}" aria-current=${at === 0 ? 'true' : nothing}>
      ${cover(track, 'thumb')}
      <div class="what">
        <p id="song-${track.trackId}" dir="auto">${track.title}</p>
        <small>
          ${at === 1 ? html`<b>Next up</b>` : nothing}
          <bdi class="artist">${at === 1 && track.artist ? ` · ${track.artist}` : at === 1 ? '' : lead}</bdi>
          <span class="time">${lead && time ? ' · ' : ''}${time}</span>
          ${track.onThisPhone ? html`<span class="have" title="on this phone">${icons.stored}<span>on this phone</span></span>` : nothing}
        </small>
      </div>
      ${this.#rowEnd(track, at)}
    </li>`;
  }

  #rowEnd(track: TrackView, at: number): TemplateResult {
    if (at === 0) return html`<span class="end" title="Now">${icons.bars}</span>`;
    if (at === 1) return html`<span class="end"></span>`;
    return html`<button class="round" type="button" aria-label="Nudge to next-up" aria-describedby="song-${track.trackId}" title="Nudge to next-up"
      @click=${() => this.#actions.nudge(track.trackId)}>${icons.up}</button>`;
  }

  #grow(): void {
    if (this.#growing) return;
    this.#growing = true;
    const later: (run: () => void) => void =
      'requestIdleCallback' in window ? (run) => requestIdleCallback(run, { timeout: 500 }) : (run) => setTimeout(run, 60);
    later(() => {
      this.#growing = false;
      this.#limit.value += rowsAStep;
    });
  }
}
