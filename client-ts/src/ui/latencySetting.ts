import { html, nothing, type TemplateResult } from 'lit-html';
import { icons } from './icons';
import type { Actions, RoomView } from './view';

const lateStepMs = 5;
const mostLateMs = 2000;

/** "My sound comes late by … ms", typed, in steps, or found out by ear. */
export function lateSetting({ lateMs, byEar, phase }: RoomView, actions: Actions): TemplateResult {
  const set = (ms: number) => actions.setLateMs(Math.min(mostLateMs, Math.max(0, Math.round(ms))));
  return html`<section class="late">
    <h3 id="late-label">My sound comes late by</h3>
    <div class="stepper" role="group" aria-labelledby="late-label">
      <button class="round" type="button" aria-label="Less" ?disabled=${lateMs <= 0} @click=${() => set(lateMs - lateStepMs)}>${icons.minus}</button>
      <label><input type="number" inputmode="numeric" aria-label="My sound comes late by, in milliseconds" min="0" max=${mostLateMs} step=${lateStepMs}
        .value=${String(lateMs)} @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value) || 0)} /> ms</label>
      <button class="round" type="button" aria-label="More" ?disabled=${lateMs >= mostLateMs} @click=${() => set(lateMs + lateStepMs)}>${icons.plus}</button>
    </div>
    ${byEar ? nothing : html`<p class="hint">For Bluetooth speakers and headphones: this phone plays that much earlier.</p>`}
    <button class="ear" type="button" aria-pressed=${byEar} @click=${() => actions.setByEar(!byEar)}>${icons.ear}<span>Set by ear</span></button>
    ${byEar ? howTo(phase === 'playing') : nothing}
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
