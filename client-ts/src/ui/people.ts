import type { PersonView } from './view';

/** What the others are told about a person, in a few words. */
export function stateWords(person: PersonView): string {
  switch (person.state) {
    case 'listening':
      return 'in the sound';
    case 'ready':
      return 'ready';
    case 'downloading':
      return `${Math.floor(person.percent)} %`;
    case 'aside':
      return 'not waited for';
    case 'late':
      return 'joins at the next song';
    case 'here':
      return 'here';
    case 'asleep':
      return 'asleep';
    case 'away':
      return 'away';
  }
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
  const names = people.map(({ name, isMe }) => (isMe ? 'you' : name));
  return names.length <= 2 ? names.join(' and ') : `${names.length} people`;
}
