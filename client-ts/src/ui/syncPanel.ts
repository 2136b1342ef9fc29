import { html, render, type TemplateResult } from 'lit-html';
import { createRef, ref } from 'lit-html/directives/ref.js';
import { createScope } from '../scope';
import type { InStep, InStepView } from './view';

const lookEveryMs = 1000;

/** For the curious: how well this phone is in step. It reads and paints only while it is open. */
export class SyncPanel {
  readonly #details = createRef<HTMLDetailsElement>();
  readonly #rows = createRef<HTMLElement>();
  readonly #scope = createScope();

  constructor(private readonly read: InStep) {}

  template(): TemplateResult {
    return html`<details class="in-step" ${ref(this.#details)} @toggle=${this.#onToggle}>
      <summary>In step</summary>
      <div ${ref(this.#rows)}></div>
    </details>`;
  }

  #onToggle = (): void => {
    this.#scope.end();
    if (!this.#details.value?.open) return;
    this.#show();
    this.#scope.every(lookEveryMs, () => this.#show());
  };

  #show(): void {
    const rows = this.#rows.value;
    // Closed with the sheet around it.
    if (!rows?.isConnected) this.#scope.end();
    else if (!document.hidden) render(rowsOf(this.read()), rows);
  }
}

function rowsOf(reading: InStepView | null): TemplateResult {
  if (!reading) return html`<p class="hint">Nothing plays on this phone.</p>`;
  return html`<dl>
      ${wordsOf(reading).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
    <p class="hint">As this phone measures it, by its own timer alone.</p>`;
}

/** Each thing and what is to be said of it. */
export function wordsOf({ zeroMovedMs, beats, errorMs, trims, seeks, through }: InStepView): [name: string, value: string][] {
  return [
    ['Off by', offBy(errorMs)],
    ['Start heard late by', `${zeroMovedMs.toFixed(1)} ms`],
    ['Beats heard', String(beats)],
    ['Small corrections', String(trims)],
    ['Jumps', String(seeks)],
    ['Sounds through', through],
  ];
}

function offBy(errorMs: number | null): string {
  if (errorMs === null) return '—';
  const off = Math.abs(errorMs).toFixed(1);
  if (off === '0.0') return '0.0 ms';
  return `${off} ms ${errorMs > 0 ? 'early' : 'late'}`;
}
