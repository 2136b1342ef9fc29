import { html, type TemplateResult } from 'lit-html';

/** A sentence with `part` in place of its `#`. */
export function filled(sentence: string, part: unknown): TemplateResult {
  const [before, after] = sentence.split('#');
  return html`${before}${part}${after}`;
}
