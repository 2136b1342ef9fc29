import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { insideWords } from '../words/inside';
import { filled } from './filled';
import { icon, icons } from './icons';
import type { Actions, PhoneView } from './view';

const delayStepMs = 5;
const maxDelayMs = 2000;
const minus = icon(svg`<path d="M5 12h14"/>`);
const plus = icon(svg`<path d="M5 12h14M12 5v14"/>`);

/** "My sound comes late by … ms", typed, in steps, or found out by ear. */
export function latencySetting({ outputDelayMs, calibrating, phase }: PhoneView, actions: Actions): TemplateResult {
  const set = (ms: number) => actions.setOutputDelayMs(Math.min(maxDelayMs, Math.max(0, Math.round(ms))));
  return html`<section class="late">
    <h3 id="late-label">${insideWords().late}</h3>
    <div class="stepper" role="group" aria-labelledby="late-label">
      <button class="round" type="button" aria-label=${insideWords().less} ?disabled=${outputDelayMs <= 0} @click=${() => set(outputDelayMs - delayStepMs)}>${minus}</button>
      <label><input type="number" inputmode="numeric" aria-label=${insideWords().lateMs} min="0" max=${maxDelayMs} step=${delayStepMs}
        .value=${String(outputDelayMs)} @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value) || 0)} /> ms</label>
      <button class="round" type="button" aria-label=${insideWords().moreMs} ?disabled=${outputDelayMs >= maxDelayMs} @click=${() => set(outputDelayMs + delayStepMs)}>${plus}</button>
    </div>
    ${calibrating ? nothing : html`<p class="hint">${insideWords().lateHint}</p>`}
    <button class="ear" type="button" aria-pressed=${calibrating} @click=${() => actions.setCalibrating(!calibrating)}>${icons.ear}<span>${insideWords().byEar}</span></button>
    ${calibrating ? howTo(phase === 'playing') : nothing}
  </section>`;
}

function howTo(playing: boolean): TemplateResult {
  if (!playing) return html`<p class="hint" role="note">${insideWords().playFirst}</p>`;
  return html`<ol class="hint">
    <li>${insideWords().twoPhones}</li>
    <li>${filled(insideWords().lastClicks, html`<em>${insideWords().last}</em>`)}</li>
    <li>${insideWords().fourthClick}</li>
  </ol>`;
}
