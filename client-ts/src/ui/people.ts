import { html, type TemplateResult } from 'lit-html';
import { listed, words } from '../words/phone';
import { hashOf } from './colour';
import type { RingMember } from './ring';
import type { PersonView } from './view';

/** As many as people.css has. */
const colours = 10;

/** What the others are told about a person, in a few words. */
export function stateWords(person: PersonView): string {
  if (person.state !== 'downloading') return words().states[person.state];
  return person.percent < 100 ? `${Math.floor(person.percent)} %` : words().gettingReady;
}

/** The colour of the dot beside a name. */
export function stateTone(person: PersonView): 'ok' | 'wait' | 'late' | 'off' {
  if (person.state === 'listening' || person.state === 'ready') return 'ok';
  if (person.state === 'downloading') return 'wait';
  return person.state === 'late' || person.state === 'here' ? 'late' : 'off';
}

/** Those the barrier waits for or has: me first, then as they come. */
export function membersOf(people: readonly PersonView[]): PersonView[] {
  return people.filter(({ state }) => state === 'ready' || state === 'downloading').sort((x, y) => Number(y.isMe) - Number(x.isMe));
}

/** Which colour each of those who are here has, the same on every phone. No two have the same while there are enough. */
export function coloursOf(people: readonly PersonView[]): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  const taken = new Set<number>();
  for (const { clientId, active } of people) {
    if (!active) continue;
    let colour = hashOf(clientId) % colours;
    while (taken.has(colour) && taken.size < colours) colour = (colour + 1) % colours;
    taken.add(colour);
    given.set(clientId, colour);
  }
  return given;
}

/** `AM` for Ana Maria: what of a name fits where it stands for a person. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const first = (part = '') => [...part][0] ?? '';
  return (first(parts[0]) + (parts.length > 1 ? first(parts.at(-1)) : '')).toUpperCase();
}

/** A person as a mark in their colour, whole where they hear the song or are ready. */
export const face = (person: PersonView, colour: number | undefined): TemplateResult =>
  html`<i class="face c${colour ?? 0} ${stateTone(person)}" data-initials=${initialsOf(person.name)}></i>`;

/** The arcs of those the barrier waits for or has. */
export function arcsFor(people: readonly PersonView[]): RingMember[] {
  const colour = coloursOf(people);
  return membersOf(people).map(({ clientId, state, percent }) => ({
    percent,
    tone: state === 'ready' ? 'ok' : 'wait',
    colour: colour.get(clientId),
  }));
}

/** `Ana`, `Ana and Ben`, `3 people`. */
export function nameList(people: readonly PersonView[]): string {
  const names = people.map(({ name, isMe }) => (isMe ? words().me : name));
  return names.length <= 2 ? listed(names) : words().people(names.length);
}
