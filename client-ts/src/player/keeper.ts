import { after } from './alarm';
import type { Deck } from './deck';
import { type ControlProfile, RateController } from './rateController';
import { Standstill } from './standstill';
import type { StartLatency } from './startLatency';

/** Which place of the song is due to be played here at which moment of `performance.now()`, so that it is heard in step. */
export interface Place {
  dueMs(atSec: number): number;
  dueSec(atMs: number): number;
}

/** Keeps the plain element of a deck, heard or not, in its place of the song. */
export class Keeper {
  readonly controller = new RateController();
  #standstill = new Standstill();
  /** Where it is played from. */
  #fromSec = 0;
  #primed = false;
  /** It is at that place, or on its way. */
  #isThere = false;
  #cancelStart = () => {};
  #cancelTrim = () => {};
  /** It is not due yet: it is silent, or sounds from where it was. */
  waits = false;
  #again = false;
  #over = false;
  /** When it was played from its primed place; null when its first error is known, or says nothing. */
  #playedAtMs: number | null = null;

  /**
   * @param refused gets what `play()` rejects with
   * @param stuck it stands still whatever was tried
   */
  constructor(
    private readonly deck: Deck,
    private readonly place: Place,
    private readonly startLatency: StartLatency,
    private readonly refused: (error: unknown) => void,
    private readonly stuck: () => void,
  ) {}

  /**
   * Plays it in time for its place to be heard when that is due.
   * @param primed it is held there; else it goes to `fromSec`, or as far beyond as is due by then: at once if it is silent, and when it is
   * due if it sounds
   */
  begin(primed: boolean, fromSec: number): void {
    const { element } = this.deck;
    this.#primed = primed;
    this.#isThere = primed || element.paused;
    if (!primed && this.#isThere) this.#goTo(this.startLatency.plainStartMs, fromSec);
    this.#fromSec = this.#isThere ? element.currentTime : fromSec;
    this.waits = true;
    this.moved();
  }

  /** Its place is due at another moment. */
  moved(): void {
    if (!this.waits) return;
    this.#cancelStart();
    const dueMs = this.startLatency.syncMode() === 'none' ? 0 : this.place.dueMs(this.#fromSec) - this.startLatency.plainStartMs;
    const inMs = dueMs - performance.now();
    if (inMs > 0) this.#cancelStart = after(inMs, () => this.#start());
    else this.#start();
  }

  /** It is silent until it is due. */
  get isHeld(): boolean {
    return this.waits && this.#isThere;
  }

  /** It should move, and does not. */
  get stands(): boolean {
    return !this.#over && this.#standstill.stands;
  }

  /**
   * Looks where it is, and mends that.
   * @returns how far ahead of its place it is, where that is to be left so; else null
   */
  look(nowMs: number, profile: ControlProfile): number | null {
    const { element } = this.deck;
    if (this.waits || element.paused || element.ended) return null;
    this.#keepMoving(nowMs);
    if (this.#over || element.seeking || element.currentTime <= this.#fromSec) return null;
    const errorMs = this.place.dueMs(element.currentTime) - nowMs;
    const correction = this.controller.look(nowMs, errorMs, profile);
    this.#learn();
    // Not by the error, which is of the past: what was held up may have caught up by itself since.
    if (correction?.kind === 'seek') this.#goTo(correction.aheadMs);
    else if (correction) this.#trim(correction.rate, correction.forMs);
    return correction || element.playbackRate !== 1 ? null : this.controller.errorMs;
  }

  /**
   * Loads it once more, to go on where the song is due.
   * @returns false when that was done before
   */
  again(): boolean {
    if (this.#again) return false;
    this.#again = true;
    this.deck.reload();
    this.#isThere = true;
    this.#goTo(this.startLatency.plainStartMs, this.waits ? this.#fromSec : 0);
    this.#standstill.loads(performance.now(), this.deck.element.currentTime);
    if (!this.waits) this.#play(false);
    return true;
  }

  /** It is left as it is, but at its own pace. */
  end(): void {
    this.#over = true;
    this.#cancelStart();
    this.#cancelTrim();
    this.deck.element.playbackRate = 1;
  }

  #start() {
    this.waits = false;
    if (!this.#isThere) this.#goTo(this.startLatency.plainStartMs, this.#fromSec);
    this.#play(this.#primed);
  }

  #play(primed: boolean) {
    const { element } = this.deck;
    this.#playedAtMs = primed ? performance.now() : null;
    this.#fromSec = element.currentTime;
    if (!primed) this.controller.forget(performance.now() + 300);
    element.preservesPitch = false;
    element.play().catch((error: unknown) => {
      if (!this.#over) this.refused(error);
    });
  }

  /** To where the song is due in `aheadMs`. */
  #goTo(aheadMs: number, leastSec = 0) {
    const { element } = this.deck;
    element.currentTime = Math.max(leastSec, this.place.dueSec(performance.now() + aheadMs));
    this.#standstill.jumped(element.currentTime);
  }

  #trim(rate: number, forMs: number) {
    const { element } = this.deck;
    const beganAtMs = performance.now();
    element.playbackRate = rate;
    this.#cancelTrim = after(forMs - (performance.now() - beganAtMs), () => {
      element.playbackRate = 1;
    });
  }

  #keepMoving(nowMs: number) {
    const attempt = this.#standstill.look(nowMs, this.deck.element.currentTime);
    if (attempt) console.warn('the element stands still', attempt);
    if (attempt === 'play') this.#play(false);
    else if (attempt === 'give up' || (attempt === 'load' && !this.again())) this.stuck();
  }

  /** From its first error: how long it takes from `play()` to the sound. */
  #learn() {
    const { errorMs } = this.controller;
    if (this.#playedAtMs === null || errorMs === null) return;
    this.startLatency.plainTook(this.place.dueMs(this.#fromSec) - errorMs - this.#playedAtMs);
    this.#playedAtMs = null;
  }
}
