import { describe, expect, test } from 'vitest';
import { membersOf, nameList, stateWords } from './people';
import type { PersonView } from './view';

const person = (name: string, state: PersonView['state'], isMe = false, percent = 0): PersonView => ({
  clientId: name,
  name,
  isMe,
  active: true,
  state,
  percent,
});

test('the members of a barrier are those who are ready or on the way, me first', () => {
  const people = [person('Ben', 'ready'), person('Dee', 'aside'), person('Me', 'downloading', true), person('Ana', 'downloading')];
  expect(membersOf(people).map(({ name }) => name)).toEqual(['Me', 'Ben', 'Ana']);
});

test('a percentage never reads 100 before it is ready', () => expect(stateWords(person('Ana', 'downloading', false, 99.9))).toBe('99 %'));

describe('nameList', () => {
  test.each([
    [['Ana'], 'Ana'],
    [['Ana', 'Ben'], 'Ana and Ben'],
    [['Ana', 'Ben', 'Cas'], '3 people'],
  ])('%j is "%s"', (names, words) => expect(nameList(names.map((name) => person(name, 'downloading')))).toBe(words));
  test('calls me you', () => expect(nameList([person('Ana', 'downloading', true)])).toBe('you'));
});
