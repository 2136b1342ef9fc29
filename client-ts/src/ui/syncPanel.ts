import { html, render, type TemplateResult } from 'lit-html';
import { createRef, ref } from 'lit-html/directives/ref.js';
import { createScope } from '../scope';
import { insideWords } from '../words/inside';
import { words } from '../words/phone';
import type { InStep, InStepView } from './view';

const lookEveryMs = 1000;

/** For the curious: how well this phone is in step. It reads and paints only while it is seen. */
export class SyncPanel {
  readonly #rows = createRef<HTMLElement>();
  readonly #scope = createScope();

  constructor(private readonly read: InStep) {}

  template(): TemplateResult {
    return html`<section class="in-step">
      <h3>${insideWords().inStep}</h3>
      <div ${ref(this.#rows)}></div>
    </section>`;
  }

  /** What it stands in was opened or closed. */
  onToggle = (event: Event): void => {
    this.#scope.end();
    if (!(event.currentTarget as HTMLDetailsElement).open) return;
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
  if (!reading) return html`<p class="hint">${insideWords().nothingPlays}</p>`;
  return html`<dl>
      ${wordsOf(reading).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
    <p class="hint">${insideWords().byItself}</p>`;
}

/** Each thing and what is to be said of it. */
export function wordsOf({ zeroMovedMs, beats, errorMs, trims, seeks, through }: InStepView): [name: string, value: string][] {
  const names = insideWords();
  return [
    [names.offBy, offBy(errorMs)],
    [names.startLate, inMs(zeroMovedMs)],
    [names.beats, String(beats)],
    [names.trims, String(trims)],
    [names.seeks, String(seeks)],
    [names.through, names.throughs[through]],
  ];
}

function offBy(errorMs: number | null): string {
  if (errorMs === null) return '—';
  const off = inMs(Math.abs(errorMs));
  if (off === inMs(0)) return off;
  return errorMs > 0 ? insideWords().early(off) : insideWords().lateBy(off);
}

function inMs(ms: number): string {
  return `${ms.toLocaleString(words().lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ms`;
}
