import { html, type TemplateResult } from 'lit-html';
import { words } from '../words/phone';
import { clockTime, remainingTime, spokenTime } from './time';
import type { PositionSec, TrackView } from './view';

const arrowStepSec = 5;
const tickMs = 250;
/** How long a chosen place is shown before the room has answered. */
const holdMs = 1500;

/** For this long after a finger, what the input itself made of it may still come. */
const echoMs = 500;

/** The place in a song under a finger, in whole seconds. */
export function placeUnder(clientX: number, { left, width }: Pick<DOMRect, 'left' | 'width'>, durationSec: number): number {
  return Math.floor(Math.min(1, Math.max(0, (clientX - left) / width)) * Math.floor(durationSec));
}

/** The page has one seek bar, and may have one countdown. */
const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const inputOf = (event: Event) => event.currentTarget as HTMLInputElement;

/**
 * The seek bar: an ordinary range input, unseen, over a drawn bar that moves by transforms alone, so a song that plays paints
 * next to nothing. A seek is made once, on release; what is scrubbed over on the way is only shown. Keyboards and screen readers have the
 * input; where a finger is, the bar sees for itself: WebKit's range inputs ignore a tap beside the thumb.
 */
export class SeekBar {
  readonly #positionSec: PositionSec;
  readonly #seek: (positionSec: number) => void;
  #durationSec: number | null = null;
  #scrubSec: number | null = null;
  #heldUntilMs = 0;
  #keyIsDown = false;
  /** The finger or mouse button that holds the bar. */
  #pointerId: number | null = null;
  #echoUntilMs = 0;
  #shown = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(positionSec: PositionSec, seek: (positionSec: number) => void) {
    this.#positionSec = positionSec;
    this.#seek = seek;
  }

  /** @param locked it only shows where the song is */
  template(track: TrackView | undefined, locked: boolean): TemplateResult {
    this.#durationSec = track?.durationSec ?? null;
    const max = Math.max(1, Math.floor(this.#durationSec ?? 0));
    return html`<div class="seek">
      <input type="range" aria-label=${words().position} min="0" max=${max} step="1" ?disabled=${locked || this.#durationSec === null}
        @input=${this.#onInput} @change=${this.#onChange} @keydown=${this.#onKeyDown} @keyup=${this.#onKeyUp} @blur=${this.#onKeyUp}
        @pointerdown=${this.#onPointerDown} @pointermove=${this.#onPointerMove} @pointerup=${this.#onPointerUp} @pointercancel=${this.#onPointerCancel} />
      <div class="bar"><i></i><b></b></div>
      <div class="times" aria-hidden="true"><span></span><span></span></div>
    </div>`;
  }

  /** How long the song goes on, kept as the bar is. Only where its length is known. */
  countdown(): TemplateResult {
    return html`<b class="countdown"></b>`;
  }

  /** Call after each render: shows the place at once and keeps it moving while `moving`. */
  update(moving: boolean): void {
    this.#shown = '';
    this.show();
    if (moving === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = moving ? setInterval(() => document.hidden || this.show(), tickMs) : undefined;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  show(): void {
    const box = find('.seek');
    const input = box?.querySelector('input');
    if (!box || !input) return;
    const sec = this.#placeSec();
    const share = this.#durationSec ? Math.min(1, sec / this.#durationSec) : 0;
    // Half a pixel of a phone is the smallest step worth drawing.
    const step = Math.round(share * 700) / 700;
    const state = `${step}|${Math.floor(sec)}|${this.#durationSec}`;
    if (state === this.#shown) return;
    this.#shown = state;
    box.style.setProperty('--share', String(step));
    if (this.#scrubSec === null || !box.contains(document.activeElement)) input.value = String(Math.floor(sec));
    input.setAttribute('aria-valuetext', this.#durationSec ? words().of(spokenTime(sec), spokenTime(this.#durationSec)) : spokenTime(sec));
    const left = remainingTime(sec, this.#durationSec);
    const [elapsedText, leftText] = box.querySelectorAll('span');
    if (elapsedText) elapsedText.textContent = clockTime(sec);
    if (leftText) leftText.textContent = left;
    const countdown = find('.countdown');
    if (countdown) countdown.textContent = left.slice(1);
  }

  #placeSec(): number {
    const sec = Math.max(0, this.#positionSec() || 0);
    if (this.#scrubSec === null) return sec;
    const committed = this.#heldUntilMs > 0;
    if (committed && (performance.now() > this.#heldUntilMs || Math.abs(sec - this.#scrubSec) < 1)) {
      this.#scrubSec = null;
      this.#heldUntilMs = 0;
      return sec;
    }
    return this.#scrubSec;
  }

  #onPointerDown = (event: PointerEvent): void => {
    const input = inputOf(event);
    if (event.button !== 0 || !event.isPrimary || input.disabled) return;
    this.#pointerId = event.pointerId;
    this.#echoUntilMs = Number.POSITIVE_INFINITY;
    input.setPointerCapture(event.pointerId);
    this.#onPointerMove(event);
  };

  #onPointerMove = ({ pointerId, clientX }: PointerEvent): void => {
    const bar = find('.seek .bar')?.getBoundingClientRect();
    if (pointerId === this.#pointerId && bar && this.#durationSec !== null) this.#scrubTo(placeUnder(clientX, bar, this.#durationSec));
  };

  #onPointerUp = (event: PointerEvent): void => {
    this.#onPointerMove(event);
    if (this.#letGo(event, performance.now() + echoMs)) this.#commit();
  };

  /** The page scrolls, or the input has taken the finger for itself. */
  #onPointerCancel = (event: PointerEvent): void => {
    if (!this.#letGo(event, 0)) return;
    this.#scrubSec = null;
    this.show();
  };

  #letGo({ pointerId }: PointerEvent, echoUntilMs: number): boolean {
    if (pointerId !== this.#pointerId) return false;
    this.#pointerId = null;
    this.#echoUntilMs = echoUntilMs;
    return true;
  }

  #scrubTo(sec: number): void {
    this.#scrubSec = sec;
    this.#heldUntilMs = 0;
    this.show();
  }

  #onInput = (event: Event): void => {
    if (performance.now() >= this.#echoUntilMs) this.#scrubTo(Number(inputOf(event).value));
  };

  #onChange = (event: Event): void => {
    if (performance.now() < this.#echoUntilMs) return;
    this.#onInput(event);
    // A held arrow key changes the value many times: one seek, when it is let go.
    if (!this.#keyIsDown) this.#commit();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step || ['Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
      this.#keyIsDown = true;
      this.#echoUntilMs = 0;
    }
    if (!step) return;
    event.preventDefault();
    const input = inputOf(event);
    input.value = String(Number(input.value) + step * arrowStepSec);
    this.#scrubTo(Number(input.value));
  };

  #onKeyUp = (): void => {
    if (!this.#keyIsDown) return;
    this.#keyIsDown = false;
    if (this.#scrubSec !== null) this.#commit();
  };

  #commit(): void {
    if (this.#scrubSec === null) return;
    this.#heldUntilMs = performance.now() + holdMs;
    this.#seek(this.#scrubSec);
    setTimeout(() => this.show(), holdMs + 20);
  }
}
