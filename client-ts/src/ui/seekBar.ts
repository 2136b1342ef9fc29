import { html, type TemplateResult } from 'lit-html';
import { createRef, ref } from 'lit-html/directives/ref.js';
import { clockTime, remainingTime, spokenTime } from './time';
import type { PositionSec, TrackView } from './view';

const arrowStepSec = 5;
const tickMs = 250;
/** How long a chosen place is shown before the room has answered. */
const holdMs = 1500;

/**
 * The seek bar: an ordinary range input, unseen, over a drawn bar that moves by transforms alone, so a song that plays paints
 * next to nothing. A seek is made once, on release; what is scrubbed over on the way is only shown.
 */
export class SeekBar {
  readonly #box = createRef<HTMLElement>();
  readonly #input = createRef<HTMLInputElement>();
  readonly #elapsed = createRef<HTMLElement>();
  readonly #left = createRef<HTMLElement>();
  readonly #positionSec: PositionSec;
  readonly #seek: (positionSec: number) => void;
  #durationSec: number | null = null;
  #scrubSec: number | null = null;
  #heldUntilMs = 0;
  #keyIsDown = false;
  #shown = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(positionSec: PositionSec, seek: (positionSec: number) => void) {
    this.#positionSec = positionSec;
    this.#seek = seek;
  }

  template(track: TrackView | undefined): TemplateResult {
    this.#durationSec = track?.durationSec ?? null;
    const max = Math.max(1, Math.floor(this.#durationSec ?? 0));
    return html`<div class="seek" ${ref(this.#box)}>
      <input type="range" aria-label="Position" min="0" max=${max} step="1" ?disabled=${this.#durationSec === null} ${ref(this.#input)}
        @input=${this.#onInput} @change=${this.#onChange} @keydown=${this.#onKeyDown} @keyup=${this.#onKeyUp} @blur=${this.#onKeyUp} />
      <div class="bar"><i></i><b></b></div>
      <div class="times" aria-hidden="true"><span ${ref(this.#elapsed)}></span><span ${ref(this.#left)}></span></div>
    </div>`;
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
    const box = this.#box.value;
    const input = this.#input.value;
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
    input.setAttribute('aria-valuetext', this.#durationSec ? `${spokenTime(sec)} of ${spokenTime(this.#durationSec)}` : spokenTime(sec));
    if (this.#elapsed.value) this.#elapsed.value.textContent = clockTime(sec);
    if (this.#left.value) this.#left.value.textContent = remainingTime(sec, this.#durationSec);
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

  #onInput = (): void => {
    this.#scrubSec = Number(this.#input.value?.value ?? 0);
    this.#heldUntilMs = 0;
    this.show();
  };

  #onChange = (): void => {
    this.#onInput();
    // A held arrow key changes the value many times: one seek, when it is let go.
    if (!this.#keyIsDown) this.#commit();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    const input = this.#input.value;
    if (!input || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (step || ['Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) this.#keyIsDown = true;
    if (!step) return;
    event.preventDefault();
    input.value = String(Number(input.value) + step * arrowStepSec);
    this.#onInput();
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
