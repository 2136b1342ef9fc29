import { createScope } from '../../scope';

/** What swiping a row one way does, and how that is told on the way. */
interface Swipe {
  hint: string;
  run: () => void;
}
export type Swipes = Record<'left' | 'right', Swipe | null>;

/** A finger that has moved less than this rests. */
const slopPx = 10;
/** A row that is let go beyond this has been swiped. */
const farPx = 88;
/** Where nothing is to be done, a row follows the finger only by this share. */
const stiff = 0.15;
const holdMs = 500;
/** A click comes that soon after its finger has gone. */
const clickMs = 50;
/** As long as swipe.css takes to bring a row back. */
const backMs = 200;

interface Held {
  row: HTMLElement;
  pointerId: number;
  x: number;
  y: number;
  swipes: Swipes;
  byPx: number;
}

/** The click that may come when the finger goes: what has opened under it is not to be tapped. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  const scope = createScope();
  document.addEventListener('click', swallow, { capture: true });
  const gone = () => scope.after(clickMs, scope.end);
  scope.onEnd(() => document.removeEventListener('click', swallow, { capture: true }));
  scope.on(document, 'pointerup', gone);
  scope.on(document, 'pointercancel', gone);
}

/**
 * What a finger does to a row besides tapping its buttons: swiping it to a side, and holding it down. Up and down it scrolls: the browser
 * then takes the finger away. A mouse has the buttons.
 */
export class RowSwipe {
  readonly #scope = createScope();
  #held: Held | null = null;
  #isSwiping = false;

  begin(event: PointerEvent, swipes: Swipes, hold: (() => void) | null): void {
    const row = event.currentTarget as HTMLElement;
    if (event.pointerType !== 'touch' || !event.isPrimary || (event.target as Element).closest('button')) return;
    this.#letGo();
    const { pointerId, clientX: x, clientY: y } = event;
    this.#held = { row, pointerId, x, y, swipes, byPx: 0 };
    row.onpointermove = this.#onMove;
    row.onpointerup = () => this.#end();
    row.onpointercancel = () => this.#letGo();
    // Else the browser has a menu of its own for it.
    row.oncontextmenu = (menu) => menu.preventDefault();
    this.#scope.after(holdMs, () => {
      this.#letGo();
      if (!hold) return;
      swallowClick();
      hold();
    });
  }

  #onMove = ({ pointerId, clientX, clientY }: PointerEvent): void => {
    const held = this.#held;
    if (held?.pointerId !== pointerId) return;
    const [x, y] = [clientX - held.x, clientY - held.y];
    if (Math.hypot(x, y) > slopPx) this.#scope.end();
    if (!this.#isSwiping && (Math.abs(x) < slopPx || Math.abs(x) < 1.5 * Math.abs(y))) return;
    this.#isSwiping = true;
    const swipe = held.swipes[x < 0 ? 'left' : 'right'];
    held.byPx = swipe ? x : x * stiff;
    held.row.dataset.swipe = swipe?.hint ?? '';
    held.row.classList.add('swiped');
    held.row.classList.toggle('far', Math.abs(held.byPx) > farPx);
    held.row.classList.toggle('leftwards', x < 0);
    held.row.style.transform = `translateX(${held.byPx}px)`;
  };

  #end(): void {
    const held = this.#held;
    const isFar = this.#isSwiping && held !== null && Math.abs(held.byPx) > farPx;
    this.#letGo();
    if (isFar) held.swipes[held.byPx < 0 ? 'left' : 'right']?.run();
  }

  #letGo(): void {
    const row = this.#held?.row;
    this.#scope.end();
    this.#held = null;
    if (!row) return;
    row.onpointermove = row.onpointerup = row.onpointercancel = null;
    if (!this.#isSwiping) return;
    this.#isSwiping = false;
    row.style.transform = '';
    setTimeout(() => row.classList.remove('swiped', 'far', 'leftwards'), backMs);
  }
}
