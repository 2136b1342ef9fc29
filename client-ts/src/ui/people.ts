import { words } from '../words/phone';
import type { PersonView } from './view';

/** What the others are told about a person, in a few words. */
export function stateWords(person: PersonView): string {
  return person.state === 'downloading' ? `${Math.floor(person.percent)} %` : words().states[person.state];
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

/** `Ana`, `Ana and Ben`, `3 people`. */
export function nameList(people: readonly PersonView[]): string {
  const names = people.map(({ name, isMe }) => (isMe ? words().me : name));
  return names.length <= 2 ? new Intl.ListFormat(words().lang).format(names) : words().people(names.length);
}
