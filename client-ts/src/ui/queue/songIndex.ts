import type { SongView } from '../view';
import { isMeant, typosIn } from './typos';

export type GroupKind = 'album' | 'artist';

export interface Group {
  name: string;
  /** How many of the songs asked about are in it. */
  songs: number;
}

/** What narrows a list of songs. */
export interface Narrowed {
  query: string;
  group: { kind: GroupKind; name: string } | null;
}

interface Entry {
  /** All that can be found, folded. */
  text: string;
  album: string;
  artist: string;
}

/** Steps between two chances to pause. */
const stride = 32;

/** As it is compared: without accents and case. */
export const fold = (text: string): string => (/[^ -~\n]/.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '') : text).toLowerCase();

/** Finds songs by what is typed, and what albums and artists there are. Each method is work in steps. */
export class SongIndex {
  readonly #entries = new Map<string, Entry>();
  /** Every word of every song; empty until somebody has made a typo. */
  readonly #words = new Set<string>();

  *add(ids: readonly string[], song: (trackId: string) => SongView): Generator<void, true> {
    let n = 0;
    for (const id of ids) {
      const { title, artist, album, fileName } = song(id);
      const text = fold(`${title}\n${artist}\n${album}\n${fileName}`);
      this.#entries.set(id, { text, album, artist });
      if (++n % stride === 0) yield;
    }
    return true;
  }

  /** Where in `ids` the songs are that have every word. Where none has, small typos are forgiven. */
  *find(ids: readonly string[], { query, group }: Narrowed): Generator<void, number[]> {
    const words = fold(query).split(/\s+/).filter(Boolean);
    const exactly = yield* this.#holding(
      ids,
      group,
      words.map((word) => [word]),
    );
    if (exactly.length > 0 || !words.some(typosIn)) return exactly;
    if (this.#words.size === 0) yield* this.#readWords();
    const meant: string[][] = [];
    for (const word of words) meant.push(yield* this.#meantBy(word));
    return yield* this.#holding(ids, group, meant);
  }

  /** The albums or artists of the songs, by name. */
  *groups(ids: readonly string[], kind: GroupKind, query: string): Generator<void, Group[]> {
    const counts = new Map<string, number>();
    let n = 0;
    for (const id of ids) {
      const name = this.#entries.get(id)?.[kind];
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
      if (++n % stride === 0) yield;
    }
    const words = fold(query).split(/\s+/).filter(Boolean);
    const found: { key: string; group: Group }[] = [];
    for (const [name, songs] of counts) {
      const key = fold(name);
      if (words.every((word) => key.includes(word))) found.push({ key, group: { name, songs } });
      if (++n % stride === 0) yield;
    }
    yield;
    return found.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).map(({ group }) => group);
  }

  /** @param words each as what it may stand for */
  *#holding(ids: readonly string[], group: Narrowed['group'], words: readonly string[][]): Generator<void, number[]> {
    const found: number[] = [];
    for (const [at, id] of ids.entries()) {
      if (at % stride === 0) yield;
      const entry = this.#entries.get(id);
      if (!entry || (group && entry[group.kind] !== group.name)) continue;
      if (words.every((meant) => meant.some((word) => entry.text.includes(word)))) found.push(at);
    }
    return found;
  }

  *#readWords(): Generator<void, void> {
    let n = 0;
    for (const { text } of this.#entries.values()) {
      for (const word of text.split(/[^\p{L}\p{N}]+/u)) if (word.length > 2) this.#words.add(word);
      if (++n % stride === 0) yield;
    }
  }

  *#meantBy(typed: string): Generator<void, string[]> {
    const meant: string[] = [];
    let n = 0;
    for (const word of this.#words) {
      if (word.includes(typed)) return [typed];
      if (isMeant(typed, word)) meant.push(word);
      if (++n % stride === 0) yield;
    }
    return meant;
  }
}
