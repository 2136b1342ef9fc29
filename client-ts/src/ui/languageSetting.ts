import { html, type TemplateResult } from 'lit-html';
import { chooseLanguage, chosenLanguage } from '../words/language';

/** Which language this page speaks. */
export function languageSetting({ language, automatic }: { language: string; automatic: string }): TemplateResult {
  return html`<label class="language">
    <span>${language}</span>
    <select .value=${chosenLanguage.value} @change=${(event: Event) => chooseLanguage((event.currentTarget as HTMLSelectElement).value)}>
      <option value="">${automatic}</option>
      <option value="en" lang="en">English</option>
      <option value="de" lang="de">Deutsch</option>
    </select>
  </label>`;
}
