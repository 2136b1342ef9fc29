import { html, nothing, type TemplateResult } from 'lit-html';
import { icons } from './icons';
import type { Actions, PhoneView } from './view';

const delayStepMs = 5;
const maxDelayMs = 2000;

/** "My sound comes late by … ms", typed, in steps, or found out by ear. */
export function latencySetting({ outputDelayMs, calibrating, phase }: PhoneView, actions: Actions): TemplateResult {
  const set = (ms: number) => actions.setOutputDelayMs(Math.min(maxDelayMs, Math.max(0, Math.round(ms))));
  return html`<section class="late">
    <h3 id="late-label">My sound comes late by</h3>
    <div class="stepper" role="group" aria-labelledby="late-label">
      <button class="round" type="button" aria-label="Less" ?disabled=${outputDelayMs <= 0} @click=${() => set(outputDelayMs - delayStepMs)}>${icons.minus}</button>
      <label><input type="number" inputmode="numeric" aria-label="My sound comes late by, in milliseconds" min="0" max=${maxDelayMs} step=${delayStepMs}
        .value=${String(outputDelayMs)} @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value) || 0)} /> ms</label>
      <button class="round" type="button" aria-label="More" ?disabled=${outputDelayMs >= maxDelayMs} @click=${() => set(outputDelayMs + delayStepMs)}>${icons.plus}</button>
    </div>
    ${calibrating ? nothing : html`<p class="hint">For Bluetooth speakers and headphones: this phone plays that much earlier.</p>`}
    <button class="ear" type="button" aria-pressed=${calibrating} @click=${() => actions.setCalibrating(!calibrating)}>${icons.ear}<span>Set by ear</span></button>
    ${calibrating ? howTo(phase === 'playing') : nothing}
  </section>`;
}

function howTo(playing: boolean): TemplateResult {
  if (!playing) return html`<p class="hint" role="note">The clicks come while a song plays on this phone. Press Play first.</p>`;
  return html`<ol class="hint">
    <li>Do the same on another phone and bring their speakers together. Each clicks once a second instead of playing the song.</li>
    <li>On the phone that clicks <em>last</em>, press + until both clicks are one. Pressed too often? −</li>
    <li>Every fourth click is higher: those must fall together, too. Then close this.</li>
  </ol>`;
}
