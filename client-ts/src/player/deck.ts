import type { AudioGraph } from './audioGraph';
import type { DelayLine } from './delayLine';
import { loadsByPlaying, PrimedElement } from './primedElement';
import type { StartLatency } from './startLatency';

/** A second element for the first seconds of a start, which sounds through the graph. */
export interface Head {
  primedElement: PrimedElement;
  delayLine: DelayLine;
}

/** What was to load from a URL, or to play on from it, has long done so by then. */
const revokeAfterMs = 20_000;
/** On an iPhone a head may take seconds to load: the plain element waits no longer for it. */
const headPatienceMs = 500;

/** What holds one track: a plain element that can always sound, and its head where there is a graph. */
export class Deck {
  readonly plain = new PrimedElement();
  head: Head | null = null;
  trackId: string | null = null;
  /** How loud it sounds, by its plain element as by its head. */
  volume = 1;
  #track: Blob | null = null;
  #url = '';
  #primedAtSec: number | null = null;
  #turn = 0;

  constructor() {
    document.body.append(this.plain.element);
  }

  get element(): HTMLAudioElement {
    return this.plain.element;
  }

  setVolume(volume: number): void {
    this.volume = volume;
    this.element.volume = volume;
    if (this.head) this.head.delayLine.volume = volume;
  }

  /** Leads its head through the graph, if there is one. In a tap. */
  attach(graph: AudioGraph): void {
    if (this.head) return;
    const primedElement = new PrimedElement();
    const delayLine = graph.delayLine(primedElement.element);
    if (!delayLine) return;
    this.head = { primedElement, delayLine };
    if (this.#url) primedElement.load(this.#url);
  }

  /** Ready to sound at once, from there. */
  isPrimed(trackId: string, positionSec: number): boolean {
    return this.trackId === trackId && this.#primedAtSec === positionSec;
  }

  /**
   * Loads the track and goes to the position, each element as far ahead of it as it will be late. Held until it is played.
   * @param fetchTrack asked for the bytes when it does not hold the track yet
   * @param again an element that breaks is loaded once more, with the bytes asked for anew: a first error may be a passing one
   * @returns false when a later call took over, or there are no bytes
   * @throws the element's MediaError
   */
  async prime(
    trackId: string,
    fetchTrack: () => Promise<Blob | null>,
    positionSec: number,
    startLatency: StartLatency,
    again = true,
  ): Promise<boolean> {
    this.stop();
    const turn = this.#turn;
    if (this.trackId !== trackId) {
      const track = await fetchTrack();
      if (turn !== this.#turn || !track) return false;
      this.load(track);
      this.trackId = trackId;
    }
    const graph = await startLatency.graphRuns();
    if (turn !== this.#turn) return false;
    const head = graph ? this.head : null;
    const primedHead = head?.primedElement.prime(positionSec + startLatency.headAheadSec()).catch(() => false);
    try {
      const primed = await this.plain.prime(positionSec + startLatency.plainAheadSec());
      await (loadsByPlaying() ? Promise.race([primedHead, new Promise((go) => setTimeout(go, headPatienceMs))]) : primedHead);
      if (turn !== this.#turn || !primed) return false;
    } catch (error) {
      if (turn !== this.#turn) return false;
      this.trackId = null;
      if (!again) throw error;
      return this.prime(trackId, fetchTrack, positionSec, startLatency, false);
    }
    this.#primedAtSec = positionSec;
    // The graph may have begun to run meanwhile. One that is late comes by itself.
    if (!head || !loadsByPlaying()) this.primeHead(startLatency);
    return true;
  }

  /** Primes the head, too, where the deck is held without it, as it was primed while the graph did not run. */
  primeHead(startLatency: StartLatency): void {
    const primedElement = this.head?.primedElement;
    if (!primedElement || this.#primedAtSec === null || primedElement.primedAtSec !== null || !startLatency.headsSound) return;
    primedElement.prime(this.#primedAtSec + startLatency.headAheadSec()).catch(() => {});
  }

  /** Marks the deck as no longer primed: it sounds, or is elsewhere. */
  unprime(): void {
    this.#turn++;
    this.#primedAtSec = null;
    this.plain.unprime();
    this.head?.primedElement.unprime();
  }

  /** Silence. */
  stop(): void {
    this.unprime();
    this.element.pause();
    this.head?.primedElement.element.pause();
  }

  /** Takes the bytes as its source, in place of what it held. */
  load(track: Blob): void {
    this.#renew(track);
    this.head?.primedElement.load(this.#url);
    this.trackId = null;
    this.#primedAtSec = null;
  }

  /** Loads what it holds anew, without its head. It stands still at the beginning then. */
  reload(): void {
    if (this.#track) this.#renew(this.#track);
  }

  /** A URL that is revoked while an element is about to load from it, or from its successor, may break that element. */
  #renew(track: Blob) {
    const before = this.#url;
    this.#track = track;
    this.#url = URL.createObjectURL(track);
    this.plain.load(this.#url);
    if (before) setTimeout(() => URL.revokeObjectURL(before), revokeAfterMs);
  }
}
