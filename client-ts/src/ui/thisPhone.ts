import { html, type TemplateResult } from 'lit-html';
import { insideWords } from '../words/inside';
import { latencySetting } from './latencySetting';
import type { SyncPanel } from './syncPanel';
import type { Actions, PhoneView } from './view';

/** What only the curious and the owners of Bluetooth speakers want: when this phone sounds, and how well it is in step. */
export function thisPhone(phone: PhoneView, actions: Actions, inStep: SyncPanel): TemplateResult {
  return html`<details class="this-phone" @toggle=${inStep.onToggle}>
    <summary>${insideWords().thisPhone}</summary>
    <div>${latencySetting(phone, actions)} ${inStep.template()}</div>
  </details>`;
}
