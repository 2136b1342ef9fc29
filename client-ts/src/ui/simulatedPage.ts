import type { TemplateResult } from 'lit-html';

/** For tests: what a template says, tags and all, without a page that draws it. */
export function said(part: unknown): string {
  if (Array.isArray(part)) return part.map(said).join('');
  const { strings, values } = (part ?? {}) as Partial<TemplateResult>;
  if (strings && values) return strings.map((string, at) => string + said(values[at])).join('');
  return typeof part === 'string' || typeof part === 'number' ? String(part) : '';
}
