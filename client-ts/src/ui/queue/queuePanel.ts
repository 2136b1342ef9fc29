import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { ref } from 'lit-html/directives/ref.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { insideWords } from '../../words/inside';
import { words } from '../../words/phone';
import { filled } from '../filled';
import type { Actions, PhoneView, PositionSec, QueueView } from '../view';
import { RowDrag } from './drag';
import { groupRow } from './groupRow';
import { createOrders } from './orders';
import { QueueList } from './queueList';
import { queueTools } from './queueTools';
import { createRowFacts, putAside } from './rowFacts';
import { nextRows, type RowWindow, rowPx } from './rowWindow';
import { SongMenu } from './songMenu';
import { type RowHandlers, songRow } from './songRow';
import { RowSwipe } from './swipe';

/** So many rows are drawn anew at a time where all are others: a slow phone draws them in a few dozen milliseconds. */
const fewRows = 3;
const soonMs = 16;
const none: RowWindow = { from: 0, to: 0 };

/** The tab "Queue": a window of rows over any number of songs. */
export class QueuePanel {
  /** Counts the windows. */
  readonly #moved = signal(0);
  readonly #list = new QueueList();
  readonly #actions: Actions;
  readonly #positionSec: PositionSec;
  readonly #menu: SongMenu;
  readonly #drag: RowDrag;
  readonly #handlers: RowHandlers;
  readonly #resized = new ResizeObserver(() => this.#lookSoon());
  #scroller: HTMLElement | null = null;
  #window = none;
  #focused: { trackId: string; at: number } | null = null;
  #rows = 0;
  #found: unknown = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawn: unknown[] = [];
  /** The rows that are seen are drawn by and by. */
  #isAnew = false;

  constructor(actions: Actions, positionSec: PositionSec) {
    this.#actions = actions;
    this.#positionSec = positionSec;
    const orders = createOrders(actions);
    this.#menu = new SongMenu(orders);
    this.#drag = new RowDrag(orders);
    const swipe = new RowSwipe();
    this.#handlers = {
      orders,
      openMenu: (trackId) => this.#drag.hasMoved() || this.#menu.open(trackId),
      onHandle: (event, trackId) => this.#drag.begin(event, trackId),
      onHandleKey: (event, trackId) => this.#drag.byKey(event, trackId),
      onFinger: (event, swipes, hold) => swipe.begin(event, swipes, hold),
    };
  }

  /** @param shown false while another tab is open: then nothing is drawn anew. */
  template(phone: PhoneView, shown: boolean): TemplateResult {
    const { queue, guest, phase } = phone;
    const list = this.#list;
    // Once before it is seen, a single row: what every other needs is ready then.
    if (shown || this.#drawn.length === 0) {
      list.update(queue);
      const { value: found } = list.shown;
      const rows = rowCount(list, queue);
      if (rows !== this.#rows) this.#lookSoon();
      this.#rows = rows;
      this.#drag.update(queue, list.browse.value === 'songs' && found.kind === 'songs' && found.places === null);
      if (found !== this.#found || this.#window.to === 0 || this.#window.to > this.#rows) this.#anew(found, shown ? fewRows : 1);
      this.#drawn = [queue, guest, phase === 'paused', found, list.browse.value, this.#moved.value, words()];
    }
    return html`<div class="queue">
        ${queueTools(phone, list, this.#actions, this.#handlers.orders, this.#toTop)}
        <div class="list" tabindex="-1" @scroll=${this.#look} ${ref(this.#watch)}>
        ${this.#rows === 0 && shown ? html`<p class="not-found">${this.#nothing(queue)}</p>` : nothing}
        <ul class="rows" aria-label=${words().queue} .style=${`height:${this.#rows * rowPx}px`}>
          ${guard(this.#drawn, () => (this.#drawn.length > 0 ? this.#seen(phone) : nothing))}
        </ul>
        </div>
      </div>
      ${this.#menu.template(phone)}`;
  }

  #nothing({ order, putAside }: QueueView): unknown {
    const { value: query } = this.#list.query;
    if (order.length + putAside.length === 0) return insideWords().emptyLibrary;
    if (this.#list.browse.value === 'aside') return insideWords().nothingAside;
    return query.trim() ? filled(insideWords().notFound, html`<bdi>${query.trim()}</bdi>`) : insideWords().nothingHere;
  }

  /** The rows of the window. */
  #seen(phone: PhoneView): unknown {
    const { queue } = phone;
    const { value: found } = this.#list.shown;
    const { from, to } = this.#window;
    const until = Math.min(to, this.#rows);
    if (found.kind === 'groups' && this.#list.browse.value !== 'aside') {
      const choose = (name: string) => {
        const { value: kind } = this.#list.browse;
        if (kind !== 'album' && kind !== 'artist') return;
        this.#list.query.value = '';
        this.#list.group.value = { kind, name };
        this.#toTop();
      };
      return repeat(
        this.#places(from, until, () => -1),
        (place) => found.groups[place]?.name,
        (place) => groupRow(found.groups[place], place, this.#rows, choose),
      );
    }
    const isAside = this.#list.browse.value === 'aside';
    const positions = found.kind === 'songs' && !isAside ? found.places : null;
    const ids = isAside ? queue.putAside : queue.order;
    const at = (place: number) => (positions ? (positions[place] ?? 0) : place);
    const placeOf = (trackId: string) => (positions ? positions.indexOf(ids.indexOf(trackId)) : ids.indexOf(trackId));
    const factsOf = createRowFacts(phone, this.#positionSec());
    return repeat(
      this.#places(from, until, placeOf),
      (place) => ids[at(place)],
      (place) => {
        const trackId = ids[at(place)] ?? '';
        const facts = isAside ? putAside : factsOf(trackId, at(place));
        return songRow(queue.song(trackId), { ...facts, place, places: this.#rows }, phone, this.#handlers);
      },
    );
  }

  /** The row that is dragged or has the focus stays, wherever it is; where it has moved, it is followed. */
  #places(from: number, to: number, placeOf: (trackId: string) => number): number[] {
    const places = Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
    const row = this.#scroller?.querySelector<HTMLElement>('.row.dragged, .row:focus-within');
    const trackId = row?.dataset.track;
    const at = trackId === undefined ? -1 : placeOf(trackId);
    const focused = document.activeElement as HTMLElement | null;
    if (row && trackId === this.#focused?.trackId && at !== this.#focused?.at)
      requestAnimationFrame(() => {
        row.scrollIntoView({ block: 'nearest' });
        // An element that is put elsewhere in the document may have lost it.
        if (document.activeElement === document.body) focused?.focus();
      });
    this.#focused = trackId === undefined ? null : { trackId, at };
    return at < 0 || (at >= from && at < to) ? places : [...places, at];
  }

  #watch = (element?: Element): void => {
    if (this.#scroller) this.#resized.unobserve(this.#scroller);
    this.#scroller = (element as HTMLElement | undefined) ?? null;
    if (this.#scroller) this.#resized.observe(this.#scroller);
  };

  /** Sees which rows are seen. */
  #look = (): void => {
    const scroller = this.#scroller;
    const rows = scroller?.querySelector<HTMLElement>('.rows');
    if (!scroller || !rows || scroller.clientHeight === 0) return;
    const next = nextRows(scroller.scrollTop - rows.offsetTop, scroller.clientHeight, this.#rows, this.#window);
    const { from } = next;
    const to = this.#isAnew ? Math.min(next.to, Math.max(from, this.#window.to) + fewRows) : next.to;
    this.#isAnew = to < next.to;
    if (!next.isAll || this.#isAnew) this.#lookSoon();
    if (this.#window.from === from && this.#window.to === to) return;
    this.#window = { from, to };
    this.#moved.value++;
  };

  /** All rows are others. */
  #anew(found: unknown, rows: number): void {
    this.#found = found;
    const from = Math.min(Math.floor((this.#scroller?.scrollTop ?? 0) / rowPx), Math.max(0, this.#rows - fewRows));
    this.#window = { from, to: Math.min(this.#rows, from + rows) };
    this.#isAnew = true;
    this.#lookSoon();
  }

  /** In a task of its own. */
  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#look, soonMs);
  }

  #toTop = (): void => {
    if (this.#scroller) this.#scroller.scrollTop = 0;
    this.#look();
  };
}

function rowCount(list: QueueList, { order, putAside }: QueueView): number {
  const { value: found } = list.shown;
  if (list.browse.value === 'aside') return putAside.length;
  return found.kind === 'groups' ? found.groups.length : (found.places?.length ?? order.length);
}
