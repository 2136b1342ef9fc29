import { createScope } from '../protocol/scope';
import type { Deck } from './deck';
import type { Readiness } from './readiness';
import { Standstill } from './standstill';
import { type Manner, Steering } from './steering';

/** Which place of the song is due to be played here at which moment of `performance.now()`, so that it is heard in step. */
export interface Place {
  dueMs(atSec: number): number;
  dueSec(atMs: number): number;
}

/** Keeps the plain element of a deck, heard or not, in its place of the song. */
export class Keeper {
  readonly steering = new Steering();
  #standstill = new Standstill();
  /** Where it was played from. */
  #fromSec = 0;
  #again = false;
  #over = false;
  #scope = createScope();
  /** When it was played from its primed place; null when its first error is known, or says nothing. */
  #playedAtMs: number | null = null;

  /**
   * @param refused gets what `play()` rejects with
   * @param stuck it stands still whatever was tried
   */
  constructor(
    private readonly deck: Deck,
    private readonly place: Place,
    private readonly readiness: Readiness,
    private readonly refused: (error: unknown) => void,
    private readonly stuck: () => void,
  ) {}

  /** @param primed it is held at the place it was primed for */
  play(primed: boolean): void {
    const { element } = this.deck;
    this.#playedAtMs = primed ? performance.now() : null;
    this.#fromSec = element.currentTime;
    if (!primed) this.steering.forget(performance.now() + 300);
    element.preservesPitch = false;
    element.play().catch((error: unknown) => {
      if (!this.#over) this.refused(error);
    });
  }

  /** It should move, and does not. */
  get stands(): boolean {
    return !this.#over && this.#standstill.stands;
  }

  /**
   * Looks where it is, and mends that.
   * @returns how far ahead of its place it is, where that is to be left so; else null
   */
  look(nowMs: number, manner: Manner): number | null {
    const { element } = this.deck;
    if (element.paused || element.ended) return null;
    this.#keepMoving(nowMs);
    if (this.#over || element.seeking || element.currentTime <= this.#fromSec) return null;
    const errorMs = this.place.dueMs(element.currentTime) - nowMs;
    const correction = this.steering.look(nowMs, errorMs, manner);
    this.#learn();
    // Not by the error, which is of the past: what was held up may have caught up by itself since.
    if (correction?.kind === 'seek') this.#goTo(correction.aheadMs);
    else if (correction) this.#trim(correction.rate, correction.forMs);
    return correction || element.playbackRate !== 1 ? null : this.steering.errorMs;
  }

  /**
   * Loads it once more, to go on where the song is due.
   * @returns false when that was done before
   */
  again(): boolean {
    if (this.#again) return false;
    this.#again = true;
    this.deck.reload();
    this.#goTo(this.readiness.plainStartMs);
    this.#standstill.loads(performance.now(), this.deck.element.currentTime);
    this.play(false);
    return true;
  }

  /** It is left as it is, but at its own pace. */
  end(): void {
    this.#over = true;
    this.#scope.end();
    this.deck.element.playbackRate = 1;
  }

  /** To where the song is due in `aheadMs`. */
  #goTo(aheadMs: number) {
    const { element } = this.deck;
    element.currentTime = Math.max(0, this.place.dueSec(performance.now() + aheadMs));
    this.#standstill.jumped(element.currentTime);
  }

  #trim(rate: number, forMs: number) {
    const { element } = this.deck;
    const beganAtMs = performance.now();
    element.playbackRate = rate;
    this.#scope.after(forMs - (performance.now() - beganAtMs), () => {
      element.playbackRate = 1;
    });
  }

  #keepMoving(nowMs: number) {
    const attempt = this.#standstill.look(nowMs, this.deck.element.currentTime);
    if (attempt) console.warn('the element stands still', attempt);
    if (attempt === 'play') this.play(false);
    else if (attempt === 'give up' || (attempt === 'load' && !this.again())) this.stuck();
  }

  /** From its first error: how long it takes from `play()` to the sound. */
  #learn() {
    const { errorMs } = this.steering;
    if (this.#playedAtMs === null || errorMs === null) return;
    this.readiness.plainTook(this.place.dueMs(this.#fromSec) - errorMs - this.#playedAtMs);
    this.#playedAtMs = null;
  }
}
