import { signal } from '@preact/signals-core';
import { createScope } from '../scope';
import { refusalText } from '../words/refusals';

const noteMs = 6000;

/** What came of the last button, in words; empty after a while. */
export const note = signal('');

const scope = createScope();

/** Writes a note on the screen. */
export function tell(text: string): void {
  note.value = text;
  scope.end();
  scope.after(noteMs, () => {
    note.value = '';
  });
}

/** What the server answered; `problem` in words, `type` as it names it, both null where no answer came. */
export type Answer<T> = { ok: true; value: T } | { ok: false; type: string | null; problem: string | null };

/** Asks the server, and never throws; a refusal is a word in the console. */
export async function ask<T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  const post: RequestInit = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
  try {
    const response = await fetch(path, { ...(body === undefined ? {} : post), cache: 'no-store' });
    const answer: unknown = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, value: answer as T };
    console.warn(path, 'was refused', response.status, answer);
    const { type = '' } = answer as { type?: string };
    return { ok: false, type, problem: refusalText(type) };
  } catch (error) {
    console.warn(path, 'did not come', error);
    return { ok: false, type: null, problem: null };
  }
}
