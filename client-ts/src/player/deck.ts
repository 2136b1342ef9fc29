import type { Graph } from './audioGraph';
import type { Channel } from './delayLine';
import { Voice } from './primedElement';
import type { Readiness } from './startLatency';

/** A second voice for the first seconds of a start, which sounds through the graph. */
export interface Head {
  voice: Voice;
  channel: Channel;
}

/** What was to load from a URL, or to play on from it, has long done so by then. */
const revokeAfterMs = 20_000;

/** What holds one track: a plain element that can always sound, and its head where there is a graph. */
export class Deck {
  readonly plain = new Voice();
  head: Head | null = null;
  trackId: string | null = null;
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

  /** Leads its head through the graph, if there is one. In a tap. */
  attach(graph: Graph): void {
    if (this.head) return;
    const voice = new Voice();
    const channel = graph.channel(voice.element);
    if (!channel) return;
    this.head = { voice, channel };
    if (this.#url) voice.load(this.#url);
  }

  /** Ready to sound at once, from there. */
  isPrimed(trackId: string, positionSec: number): boolean {
    return this.trackId === trackId && this.#primedAtSec === positionSec;
  }

  /**
   * Loads the track and goes to the position, each voice as far ahead of it as it will be late. Held until it is played.
   * @param fetchTrack asked for the bytes when it does not hold the track yet
   * @param again an element that breaks is loaded once more: a first error may be a passing one
   * @returns false when a later call took over, or there are no bytes
   * @throws the element's MediaError
   */
  async prime(
    trackId: string,
    fetchTrack: () => Promise<Blob | null>,
    positionSec: number,
    readiness: Readiness,
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
    const graph = await readiness.graphRuns();
    if (turn !== this.#turn) return false;
    const head = graph ? this.head : null;
    const primedHead = head?.voice.prime(positionSec + readiness.headAheadSec()).catch(() => false);
    try {
      const primed = await this.plain.prime(positionSec + readiness.plainAheadSec());
      await primedHead;
      if (turn !== this.#turn || !primed) return false;
    } catch (error) {
      if (turn !== this.#turn) return false;
      this.trackId = null;
      if (!again) throw error;
      return this.prime(trackId, async () => this.#track, positionSec, readiness, false);
    }
    this.#primedAtSec = positionSec;
    // The graph may have begun to run meanwhile.
    this.primeHead(readiness);
    return true;
  }

  /** Primes the head, too, where the deck is held without it, as it was primed while the graph did not run. */
  primeHead(readiness: Readiness): void {
    const voice = this.head?.voice;
    if (!voice || this.#primedAtSec === null || voice.primedAtSec !== null || !readiness.headsSound) return;
    voice.prime(this.#primedAtSec + readiness.headAheadSec()).catch(() => {});
  }

  /** It sounds now, or is held no more: where it was primed is past. */
  unprime(): void {
    this.#turn++;
    this.#primedAtSec = null;
    this.plain.unprime();
    this.head?.voice.unprime();
  }

  /** Silence. */
  stop(): void {
    this.unprime();
    this.element.pause();
    this.head?.voice.element.pause();
  }

  /** Takes the bytes as its source, in place of what it held. */
  load(track: Blob): void {
    this.#renew(track);
    this.head?.voice.load(this.#url);
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
