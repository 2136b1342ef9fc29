import type { QueueView } from '../view';
import { afterFor, type Orders } from './orders';
import { rowPx } from './rowWindow';

/** A finger that has moved less than this has tapped. */
const slopPx = 8;
/** A row that is dragged to within this of an end of what is seen scrolls the list, by so much a frame. */
const edge = { withinPx: 56, stepPx: 9 };

interface Held {
  trackId: string;
  row: HTMLElement;
  scroller: HTMLElement;
  pointerId: number;
  fromY: number;
  y: number;
  scrollTop: number;
  at: number;
}

/**
 * Moves a row by its handle: under a finger, or with the arrow keys. The server decides; until it has, the row goes back to where it was.
 */
export class RowDrag {
  readonly #orders: Orders;
  #queue: QueueView | null = null;
  #held: Held | null = null;
  #isOn = false;
  #moved = false;

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  /** @param isOn whether the list is the whole queue, in its order */
  update(queue: QueueView, isOn: boolean): void {
    // Another order: what is held does not stand any more where it was taken.
    if (this.#held && (!isOn || queue.order !== this.#queue?.order)) this.#letGo();
    this.#queue = queue;
    this.#isOn = isOn;
  }

  /** Whether what ends with a click was a drag. */
  hasMoved(): boolean {
    return this.#moved;
  }

  begin(event: PointerEvent, trackId: string): void {
    this.#moved = false;
    const handle = event.currentTarget as HTMLElement;
    const [row, scroller] = [handle.closest<HTMLElement>('.row'), handle.closest<HTMLElement>('.list')];
    const at = this.#queue?.order.indexOf(trackId) ?? -1;
    if (!this.#isOn || !row || !scroller || at < 1 || event.button !== 0 || !event.isPrimary) return;
    const { pointerId, clientY } = event;
    this.#held = { trackId, row, scroller, pointerId, fromY: clientY, y: clientY, scrollTop: scroller.scrollTop, at };
    handle.setPointerCapture(pointerId);
    handle.onpointermove = this.#onMove;
    handle.onpointerup = (up) => this.#end(up, true);
    handle.onpointercancel = handle.onlostpointercapture = (gone) => this.#end(gone, false);
  }

  byKey(event: KeyboardEvent, trackId: string): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !this.#isOn || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const at = this.#queue?.order.indexOf(trackId) ?? -1;
    this.#move(trackId, at, at + step);
  }

  #onMove = ({ pointerId, clientY }: PointerEvent): void => {
    const held = this.#held;
    if (held?.pointerId !== pointerId) return;
    held.y = clientY;
    if (this.#moved || Math.abs(clientY - held.fromY) < slopPx) return;
    this.#moved = true;
    held.row.classList.add('dragged');
    requestAnimationFrame(this.#follow);
  };

  /** Keeps the row under the finger, and scrolls at the ends. */
  #follow = (): void => {
    const held = this.#held;
    if (!held) return;
    const { top, bottom } = held.scroller.getBoundingClientRect();
    if (held.y < top + edge.withinPx) held.scroller.scrollTop -= edge.stepPx;
    else if (held.y > bottom - edge.withinPx) held.scroller.scrollTop += edge.stepPx;
    held.row.style.transform = `translateY(${this.#byPx(held)}px)`;
    requestAnimationFrame(this.#follow);
  };

  #byPx({ y, fromY, scroller, scrollTop }: Held): number {
    return y - fromY + scroller.scrollTop - scrollTop;
  }

  #end({ pointerId }: PointerEvent, isDropped: boolean): void {
    const held = this.#held;
    if (held?.pointerId !== pointerId) return;
    this.#letGo();
    const last = (this.#queue?.order.length ?? 0) - 1;
    const to = Math.max(1, Math.min(last, held.at + Math.round(this.#byPx(held) / rowPx)));
    if (isDropped && this.#moved) this.#move(held.trackId, held.at, to);
  }

  #letGo(): void {
    const row = this.#held?.row;
    this.#held = null;
    row?.classList.remove('dragged');
    if (row) row.style.transform = '';
    // The click that a mouse makes of it comes at once; a key may come later.
    setTimeout(() => {
      this.#moved = false;
    }, 50);
  }

  #move(trackId: string, from: number, to: number): void {
    const queue = this.#queue;
    const after = queue && afterFor(queue.order, from, to);
    if (queue && after) this.#orders.moveAfter(queue.song(trackId), queue.song(after));
  }
}
