import { describe, expect, test } from 'vitest';
import { arcsFor, coloursOf, initialsOf, membersOf, nameList, stateWords } from './people';
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

test('a phone that has it all gets ready, which is no percentage', () =>
  expect(stateWords(person('Ana', 'downloading', false, 100))).toBe('getting ready'));

describe('a colour', () => {
  const people = Array.from({ length: 10 }, (_, at) => person(`c${at}`, 'listening'));
  test('is of one person, while there are enough', () => expect(new Set(coloursOf(people).values()).size).toBe(10));
  test('is of several, where there are not', () => expect(coloursOf([...people, person('more', 'here')]).size).toBe(11));
  test('is of nobody who is not here', () => expect(coloursOf([{ ...person('Ben', 'away'), active: false }]).size).toBe(0));
  test('is that of the person’s arc', () => {
    const [me, ben] = [person('Me', 'downloading', true, 40), person('Ben', 'ready')];
    expect(arcsFor([ben, me])).toEqual([
      { percent: 40, tone: 'wait', colour: coloursOf([ben, me]).get('Me') },
      { percent: 0, tone: 'ok', colour: coloursOf([ben, me]).get('Ben') },
    ]);
  });
});

test.each([
  ['Ana', 'A'],
  ['ana maria lopez', 'AL'],
  ['😀 Eli', '😀E'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, initials) => expect(initialsOf(name)).toBe(initials));

describe('nameList', () => {
  test.each([
    [['Ana'], 'Ana'],
    [['Ana', 'Ben'], 'Ana and Ben'],
    [['Ana', 'Ben', 'Cas'], '3 people'],
  ])('%j is "%s"', (names, words) => expect(nameList(names.map((name) => person(name, 'downloading')))).toBe(words));
  test('calls me you', () => expect(nameList([person('Ana', 'downloading', true)])).toBe('you'));
});
