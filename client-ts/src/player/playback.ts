import { createScope } from '../scope';
import type { AudioGraph } from './audioGraph';
import type { Deck } from './deck';
import { GraphStart } from './graphStart';
import { Keeper } from './keeper';
import { type ControlProfile, calibrating, preroll, silentCatchUp, starting, steady } from './rateController';
import { leadMs, type StartLatency, type SyncMode } from './startLatency';
import { type Beat, zeroAfter } from './timeZero';

/** One start: all phones of the room make it by nothing but the moment at which each of them hears of it. */
export interface Start {
  /** Where the song stood at time zero. */
  positionSec: number;
  /** Time zero: this phone's `performance.now()` when it heard of the start. */
  receivedAtMs: number;
  /** How much later than it should this phone's sound comes out, as its person set it. */
  outputDelayMs: number;
}

export interface PlaybackHandlers {
  /** What `play()` rejects with. */
  refused(error: unknown): void;
  /** Nothing is heard, as the element stands still though it should move; or it moves again. */
  stands(on: boolean): void;
  /** It stands still whatever was tried. */
  stuck(): void;
}

/** Diagnostics of the current playback. */
export interface Reading {
  beats: number;
  /** How much earlier than its first receipt zero has turned out to be. */
  zeroMovedMs: number;
  /** How far ahead of its place the sound is; null until it was measured. */
  errorMs: number | null;
  trims: number;
  seeks: number;
  /** What it sounds through right now. */
  through: 'graph' | 'element';
}

const lookEveryMs = 40;
/** The head, whose place is known best, sounds at least and at most this long; then the plain element does, in its place or not. */
const headMs = { least: 4500, most: 10_000 };
/** For so long an unheard plain element is brought roughly into place. */
const roughlyMs = 1600;
/** For at most this long a phone that comes back steers in before it is heard. */
const returnMs = 3000;
const fadeMs = 160;
const fadeStepMs = 10;
const startingForMs = 4000;
const calibratingForMs = 5000;
/** A head that is so late is not held on to: it can only be held back. */
const lateHeadMs = 10;
/** Nobody hears so small a distance while one element becomes the other. */
const handOverWithinMs = 1.5;

const isNear = (errorMs: number | null) => errorMs !== null && Math.abs(errorMs) < handOverWithinMs;

/** Where to prime, so that a speaker that is late by `outputDelayMs` is at `positionSec` at time zero. */
export const primeAtSec = (positionSec: number, outputDelayMs: number): number => positionSec + outputDelayMs / 1000;

/**
 * Holds one deck to its place from its start to its end: what sounds `leadMs` after zero is `positionSec`, and so on. Everything is
 * measured on this phone's own timer; no other clock is asked.
 */
export class Playback {
  #zeroMs: number;
  #syncMode: SyncMode;
  #beats = 0;
  #keeper: Keeper;
  #graphStart: GraphStart | null = null;
  #fading: GraphStart | null = null;
  #graph: AudioGraph | null = null;
  /** Where the head was primed. */
  #headAtSec = 0;
  #scope = createScope();
  #startedAtMs = performance.now();
  #outputDelaySetAtMs = Number.NEGATIVE_INFINITY;
  #muted = false;
  /** It comes back into a song that runs, and is not heard yet. */
  #returning = false;
  #stands = false;
  #headLearnt = false;

  private constructor(
    private readonly deck: Deck,
    private start: Start,
    private readonly startLatency: StartLatency,
    private readonly handlers: PlaybackHandlers,
  ) {
    this.#zeroMs = start.receivedAtMs;
    this.#syncMode = startLatency.syncMode();
    this.#keeper = new Keeper(deck, this, startLatency, handlers.refused, handlers.stuck);
    if (this.#syncMode === 'none') return;
    this.#scope.every(lookEveryMs, () => this.#look());
  }

  /** Makes a deck sound that is primed for the start, or else is not primed at all: it goes to its place then, without its head. */
  static begin(deck: Deck, start: Start, graph: AudioGraph, startLatency: StartLatency, handlers: PlaybackHandlers): Playback {
    const playback = new Playback(deck, start, startLatency, handlers);
    const headAtSec = deck.head?.primedElement.primedAtSec ?? null;
    const isPrimed = deck.plain.primedAtSec !== null;
    deck.unprime();
    if (deck.head && headAtSec !== null && isPrimed && graph.runs) playback.#throughGraph(graph, headAtSec);
    playback.#keeper.begin(isPrimed, primeAtSec(start.positionSec, start.outputDelayMs));
    return playback;
  }

  /** Goes to where a running song is, steers in unheard, and is heard once it is in step. */
  static rejoin(deck: Deck, start: Start, startLatency: StartLatency, handlers: PlaybackHandlers): Playback {
    const playback = new Playback(deck, start, startLatency, handlers);
    deck.unprime();
    playback.#returning = playback.#syncMode !== 'none';
    deck.element.muted = playback.#returning;
    playback.#keeper.begin(false, primeAtSec(start.positionSec, start.outputDelayMs));
    return playback;
  }

  onBeat(beat: Beat, receivedAtMs: number): void {
    if (this.#syncMode !== 'all') return;
    this.#beats++;
    const before = this.#zeroMs;
    this.#zeroMs = zeroAfter(before, beat, receivedAtMs);
    if (this.#zeroMs === before) return;
    this.#graphStart?.moveTo(this.dueMs(this.#headAtSec));
    this.#keeper.moved();
  }

  /** Its person says that its sound comes this late: it goes there. */
  setOutputDelay(outputDelayMs: number): void {
    if (outputDelayMs === this.start.outputDelayMs) return;
    this.start = { ...this.start, outputDelayMs };
    this.#outputDelaySetAtMs = performance.now();
    this.#keeper.controller.moved();
    this.#keeper.moved();
    // The head can only be held back; what is to sound earlier, the plain element does.
    this.#handOver();
  }

  /**
   * Its element broke: it is loaded once more, and goes on where the song is due.
   * @returns false when that was done before
   */
  again(): boolean {
    return this.#keeper.again();
  }

  /** The song goes on in its place, but is not heard. */
  mute(on: boolean): void {
    if (on === this.#muted) return;
    this.#muted = on;
    this.#handOver();
    this.deck.element.muted = on || this.#returning;
  }

  /** The deck is somebody else's now; it is left as it sounds, but at its own pace. */
  end(): void {
    this.#graphStart?.stop();
    this.#fading?.stop();
    this.#scope.end();
    this.#keeper.end();
    const { element } = this.deck;
    element.muted = false;
    element.volume = this.deck.volume;
    this.#tell(false);
  }

  /** Its start is not due yet. */
  get waits(): boolean {
    return this.#keeper.waits;
  }

  /** Its element stands still until then. */
  get isHeld(): boolean {
    return this.#keeper.isHeld;
  }

  /** Where the song is to be heard, in seconds. */
  get positionSec(): number {
    const { positionSec, outputDelayMs } = this.start;
    if (this.#graphStart || this.waits) return positionSec + Math.max(0, performance.now() - this.#zeroMs - leadMs) / 1000;
    return Math.max(0, this.deck.element.currentTime - outputDelayMs / 1000);
  }

  /** When that place of the song is due to be played here, so that it is heard in step: on `performance.now()`. */
  dueMs(atSec: number): number {
    return this.#zeroMs + leadMs + (atSec - primeAtSec(this.start.positionSec, this.start.outputDelayMs)) * 1000;
  }

  /** Which place is due to be played here at that moment. */
  dueSec(atMs: number): number {
    return primeAtSec(this.start.positionSec, this.start.outputDelayMs) + (atMs - this.#zeroMs - leadMs) / 1000;
  }

  reading(): Reading {
    const { errorMs, trims, seeks } = this.#keeper.controller;
    const zeroMovedMs = this.start.receivedAtMs - this.#zeroMs;
    return { beats: this.#beats, zeroMovedMs, errorMs, trims, seeks, through: this.#graphStart ? 'graph' : 'element' };
  }

  #throughGraph(graph: AudioGraph, atSec: number) {
    const { head, element } = this.deck;
    if (!head) return;
    this.#headAtSec = atSec;
    element.muted = true;
    element.volume = 0;
    this.#graphStart = new GraphStart(graph, head.primedElement.element, head.delayLine, atSec, this.dueMs(atSec), () => {
      this.#graphStart = null;
      this.#audible();
    });
    this.#scope.after(headMs.most, () => this.#handOver());
    // A page that is left, or a locked phone: nobody knows how long the graph runs on.
    this.#scope.on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#handOver();
    });
    this.#graph = graph;
  }

  #profile(nowMs: number): ControlProfile {
    const passedMs = nowMs - this.#startedAtMs;
    if (nowMs - this.#outputDelaySetAtMs < calibratingForMs) return calibrating;
    if (this.#graphStart || this.#returning) return passedMs < roughlyMs ? silentCatchUp : preroll;
    return passedMs < startingForMs ? starting : steady;
  }

  #look() {
    const nowMs = performance.now();
    // A clock that is in doubt for a while does not move what sounds already.
    if (!this.#graph?.sounds) this.#handOver();
    const errorMs = this.#keeper.look(nowMs, this.#profile(nowMs));
    this.#tell(this.#keeper.stands && !this.#graphStart);
    if (this.#returning && (isNear(errorMs) || nowMs - this.#startedAtMs > returnMs)) {
      this.#returning = false;
      this.#audible();
    }
    if (!this.#graphStart || errorMs === null) return;
    if (!this.#headLearnt && this.#graphStart.startMs) this.startLatency.headTook(this.#graphStart.startMs);
    this.#headLearnt = true;
    // Once the plain element is in its place, or sooner where it is nearer to it than a head that is late.
    const offMs = Math.abs(errorMs);
    const isInPlace = nowMs - this.#startedAtMs > headMs.least && isNear(errorMs);
    if (isInPlace || (this.#graphStart.lateMs > lateHeadMs && offMs < this.#graphStart.lateMs / 2)) this.#handOver();
  }

  #tell(stands: boolean) {
    if (stands !== this.#stands) this.handlers.stands(stands);
    this.#stands = stands;
  }

  #handOver() {
    if (!this.#graphStart) return;
    this.#graphStart.fade(fadeMs);
    this.#fading = this.#graphStart;
    this.#graphStart = null;
    this.#audible();
  }

  /**
   * The plain element comes up while the head goes down; at once where volume is not the page's, or the page is hidden and its timers are
   * slow.
   */
  #audible() {
    const { element, volume } = this.deck;
    element.muted = this.#muted;
    const beganAtMs = performance.now();
    const step = () => {
      const isHidden = document.visibilityState === 'hidden';
      const part = isHidden ? 1 : Math.min(1, (performance.now() - beganAtMs + fadeStepMs) / fadeMs);
      element.volume = part * volume;
      if (part < 1) this.#scope.after(fadeStepMs, step);
    };
    step();
  }
}
