import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { german as deHost } from './de/bigScreen';
import { german as dePhone } from './de/page';
import { host } from './en/host';
import { inside } from './en/inside';
import { phone } from './en/phone';
import { refusals } from './en/refusals';

const en = { phone, inside, refusals, host };
const de = { ...dePhone, ...deHost };
const sources = import.meta.glob<string>(
  ['../{app,host,session,ui}/**/*.ts', '../main.ts', '!../**/{*.test,simulated*}.ts', '!../ui/{colour,cover}.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const spoken = /(?:aria-label|aria-description|title|placeholder|alt)="([^"]*\p{L}[^"]*)"/gu;

/** The texts of a template: those between its tags, and those of the attributes that somebody reads or hears. */
function textsOf(template: string): string[] {
  const between = template.replace(/<!--.*?-->/gs, '').split(/<[^>]*>/);
  return [...between, ...[...template.matchAll(spoken)].map(([, text]) => text ?? '')].flatMap((text) => text.split('\0'));
}

/** Two words beside each other, or one that begins a sentence. */
const isText = (text: string) => /\p{L}{2,},? \p{L}/u.test(text) || /^\p{Lu}\p{Ll}+[.…!?]?$/u.test(text.trim());

/** What of a source a person could come to read. What only developers read, in the console and in errors, is left out. */
function texts(node: Node): string[] {
  if (node.type === 'ImportDeclaration' || node.type === 'NewExpression' || node.type.startsWith('TS')) return [];
  if (node.type === 'CallExpression' && /^(console|matches|querySelector)/.test(nameOf(node.callee))) return [];
  if (node.type === 'Literal') return typeof node.value === 'string' && isText(node.value) ? [node.value] : [];
  const inside = Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap((child) => texts(child));
  if (node.type === 'TaggedTemplateExpression') {
    const { quasis, expressions } = node.quasi as { quasis: { value: { cooked: string } }[]; expressions: Node[] };
    const own = nameOf(node.tag) === 'html' ? textsOf(quasis.map(({ value }) => value.cooked).join('\0')) : [];
    return [...own.filter((text) => /\p{L}/u.test(text)), ...expressions.flatMap(texts)];
  }
  if (node.type === 'TemplateElement')
    return isText((node.value as { cooked: string }).cooked) ? [(node.value as { cooked: string }).cooked] : [];
  return inside;
}

function nameOf(callee: unknown): string {
  const { name, object, property } = callee as { name?: string; object?: Node; property?: { name: string } };
  return name ?? (object?.name === 'console' ? 'console' : (property?.name ?? ''));
}

/** Names, units, keys and classes. */
const noWords = ['CoListen', 'English', 'Deutsch', 'ms', 'Apple', 'Home', 'End', 'Space', 'Media', 'art disc', 'art square'];

test('no text is outside the catalogue', () => {
  const found = Object.entries(sources).flatMap(([path, source]) =>
    texts(parseAst(source, { lang: 'ts' }) as unknown as Node)
      .filter((text) => !noWords.includes(text.trim()))
      .map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each([
  'html`<p>Not here</p>`',
  'html`<button aria-label="Not here"></button>`',
  "tell('Not here.')",
  "const name = 'Not'",
  'const text = `is not here`',
])('%s would be found', (source) => expect(texts(parseAst(source, { lang: 'ts' }) as unknown as Node)).toHaveLength(1));

describe('a translation', () => {
  /** The words of a catalogue by their path, those with parameters told apart by what they hold of them. */
  const shape = (words: object, path = ''): [string, unknown][] =>
    Object.entries(words).flatMap(([name, word]) => {
      const key = `${path}.${name}`;
      if (typeof word === 'object') return shape(word, key);
      const parameters = [31, 47].slice(0, typeof word === 'function' ? word.length : 0);
      const text = String(typeof word === 'function' ? word(...parameters) : word);
      return [[key, [text.split('#').length - 1, parameters.map((parameter) => text.includes(String(parameter)))]]];
    });
  test.each([
    [en.phone, de.phone],
    [en.inside, de.inside],
    [en.refusals, de.refusals],
    [en.host, de.host],
  ])('has every word and every place of the English one', (english, german) => expect(shape(german)).toEqual(shape(english)));
});
