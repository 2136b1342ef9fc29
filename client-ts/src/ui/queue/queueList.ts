import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { QueueView } from '../view';
import { idle, inPieces, soon } from './pieces';
import { type Group, type GroupKind, type Narrowed, SongIndex } from './songIndex';

/** What the list shows. */
export type Browse = 'songs' | GroupKind | 'aside';

/** What of the queue is shown. Null: all of it; places are those in the play order. */
export type Shown = { kind: 'songs'; places: readonly number[] | null } | { kind: 'groups'; groups: readonly Group[] };

const everything: Shown = { kind: 'songs', places: null };

/** What is to be shown of a queue, found in short tasks: what was found before stays until then. */
export class QueueList {
  readonly query = signal('');
  readonly browse = signal<Browse>('songs');
  readonly group = signal<Narrowed['group']>(null);
  readonly #shown = signal<Shown>(everything);
  #index: Promise<SongIndex | null> = Promise.resolve(null);
  #library: object | null = null;
  #asked: unknown[] = [];
  #awaited = false;

  get shown(): ReadonlySignal<Shown> {
    return this.#shown;
  }

  /** Call with each queue that is drawn. */
  update(queue: QueueView): void {
    if (queue.library !== this.#library) {
      this.#library = queue.library;
      this.#index = this.#read(queue);
    }
    const asked = [queue.order, queue.library, this.query.value.trim(), this.browse.value, this.group.value];
    if (asked.every((value, n) => value === this.#asked[n])) return;
    this.#asked = asked;
    void this.#find(queue.order, asked);
  }

  async #read({ order, putAside, song, library }: QueueView): Promise<SongIndex | null> {
    const index = new SongIndex();
    await idle();
    // Once somebody waits for it, at once.
    const pause = () => (this.#awaited ? soon() : idle());
    const whole = await inPieces(index.add([...order, ...putAside], song), pause, () => this.#library !== library);
    return whole && index;
  }

  async #find(order: readonly string[], asked: unknown[]): Promise<void> {
    const [query, browse, group] = [this.query.value.trim(), this.browse.value, this.group.value];
    const isOver = () => this.#asked !== asked;
    const isGrouped = (browse === 'album' || browse === 'artist') && !group;
    if (!isGrouped && (browse === 'aside' || (query === '' && !group))) {
      this.#shown.value = everything;
      return;
    }
    this.#awaited = true;
    const index = await this.#index;
    this.#awaited = false;
    if (!index || isOver()) return;
    if (isGrouped) {
      const groups = await inPieces(index.groups(order, browse, query), soon, isOver);
      if (groups) this.#shown.value = { kind: 'groups', groups };
    } else {
      const places = await inPieces(index.find(order, { query, group }), soon, isOver);
      if (places) this.#shown.value = { kind: 'songs', places };
    }
  }
}
