import { html, nothing, type TemplateResult } from 'lit-html';
import { words } from '../words/phone';
import { filled } from './filled';
import type { Actions, JoinView } from './view';

/** Codes are read aloud and typed in groups: blanks and small letters mean nothing in them. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]+/g, '').toUpperCase();

const brand = (roomName: string | null) => html`<div class="hello">
  <h1 class="brand">CoListen</h1>
  <p class="by">${roomName === null ? words().pitch : filled(words().pitchOf, html`<strong><bdi>${roomName}</bdi></strong>`)}</p>
</div>`;

/** The first screen: name and code, or only the tap that a browser asks for before a page may sound. */
export function joinScreen(join: JoinView, actions: Actions, status: TemplateResult): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (join.busy) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    // Within the tap itself: only then do browsers let the page make sound.
    if (join.tapOnly) actions.join(join.name, join.code);
    else actions.join(String(fields.get('name') ?? '').trim(), plainCode(String(fields.get('code') ?? '')));
  };
  const button = html`<button class="cta" type="submit" aria-busy=${join.busy} aria-disabled=${join.busy}>
    <span>${words().join}${join.busy ? html`<span aria-hidden="true">${words().joining}</span>` : nothing}</span>
  </button>`;
  if (join.tapOnly)
    return html`<main class="join tap">
      <form @submit=${submit}>
        ${brand(join.roomName)}
        ${button}
        <p class="by small">${words().tapToSound}</p>
        ${status}
        <button class="other" type="button" @click=${actions.askForCode}>${words().otherCode}</button>
      </form>
    </main>`;
  return html`<main class="join">
    <form @submit=${submit} autocomplete="off">
      ${brand(join.roomName)}
      <label for="name">${words().yourName}</label>
      <input id="name" name="name" class="field" type="text" maxlength="40" autocomplete="nickname" autocapitalize="words" spellcheck="false"
        enterkeyhint="next" .value=${join.name} />
      <label for="code">${words().code}</label>
      <input id="code" name="code" class="field code" type="text" maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false"
        autocorrect="off" enterkeyhint="go" aria-describedby="hint" .value=${join.code} />
      ${button} ${status}
      <p class="by small" id="hint">${words().codeHint}</p>
    </form>
  </main>`;
}
