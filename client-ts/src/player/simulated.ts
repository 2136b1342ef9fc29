import type { AudioGraph } from './audioGraph';
import type { DelayLine } from './delayLine';

const loadMs = 5;

/** For tests: an audio element on fake time. It begins to move `lateMs` after it is told to play or to go elsewhere. */
export class SimulatedElement extends EventTarget {
  readonly HAVE_METADATA = 1;
  readonly HAVE_FUTURE_DATA = 3;
  readyState = 4;
  duration = 180;
  error: { code: number } | null = null;
  /** Unpaused, it does not move. */
  #stands: false | 'until played' | 'until loaded' | 'for good' = false;
  /** What its next loads end with, by `MediaError.code`: those without one come. */
  errors: number[] = [];
  /** It buffers nothing before it plays. */
  isLazy = false;
  loads = 0;
  plays = 0;
  ended = false;
  muted = false;
  volume = 1;
  seeking = false;
  preservesPitch = true;
  paused = true;
  seeks = 0;
  /** It tells its place as if it were that far behind it. */
  toldLateMs = 0;
  #sec: number;
  #atMs = 0;
  #rate = 1;

  /**
   * @param fromSec where it is held
   * @param stepMs it tells its place in such steps
   */
  constructor(
    fromSec: number,
    private readonly lateMs: number,
    private readonly stepMs = 0,
    private readonly refusal: DOMException | null = null,
  ) {
    super();
    this.#sec = fromSec;
  }

  set src(_url: string) {
    this.loads++;
    this.#sec = 0;
    this.#atMs = 0;
    this.readyState = 0;
    if (this.#stands !== 'for good') this.#stands = false;
    this.paused = true;
    this.error = null;
    setTimeout(() => {
      const code = this.errors.shift();
      if (code) return this.breaks(code);
      this.readyState = this.isLazy && this.paused ? 1 : 4;
      for (const event of ['durationchange', 'loadedmetadata', 'canplay']) this.dispatchEvent(new Event(event));
    }, loadMs);
  }

  #buffer() {
    setTimeout(() => {
      this.readyState = 4;
      this.dispatchEvent(new Event('canplay'));
    }, loadMs);
  }

  /** From now on it does not move, though it is not paused. */
  standStill(until: 'until played' | 'until loaded' | 'for good') {
    this.#settle();
    this.#stands = until;
  }

  /** It cannot go on, as `MediaError.code` says. */
  breaks(code: number) {
    this.error = { code };
    this.dispatchEvent(new Event('error'));
  }

  async play() {
    if (this.refusal) throw this.refusal;
    this.plays++;
    if (!this.paused && this.#stands !== 'until played') return;
    if (this.#stands === 'until played') this.#stands = false;
    this.paused = false;
    if (this.isLazy && this.readyState === 1) this.#buffer();
    this.#atMs = performance.now() + this.lateMs;
  }

  pause() {
    if (this.paused) return;
    this.#settle();
    this.paused = true;
    setTimeout(() => this.dispatchEvent(new Event('pause')));
  }

  get playbackRate(): number {
    return this.#rate;
  }

  set playbackRate(rate: number) {
    this.#settle();
    this.#rate = rate;
  }

  get currentTime(): number {
    return this.#placeSec - this.toldLateMs / 1000;
  }

  get #placeSec(): number {
    const movedMs = this.paused || this.#stands ? 0 : Math.max(0, performance.now() - this.#atMs) * this.#rate;
    return this.#sec + (this.stepMs ? Math.floor(movedMs / this.stepMs) * this.stepMs : movedMs) / 1000;
  }

  set currentTime(sec: number) {
    this.#sec = sec;
    this.#atMs = performance.now() + this.lateMs;
    this.seeks++;
  }

  #settle() {
    this.#sec = this.#placeSec;
    this.#atMs = Math.max(this.#atMs, performance.now());
  }
}

/** For tests: a page whose elements are all simulated, without a graph. It stands in for `document`. */
export class SimulatedPage extends EventTarget {
  visibilityState = 'visible';
  readonly elements: SimulatedElement[] = [];
  readonly body = { append() {} };

  createElement(): SimulatedElement {
    const element = new SimulatedElement(0, 60);
    this.elements.push(element);
    return element;
  }
}

/** For tests: a graph whose clock began before the page's, and what it renders is heard at once. */
export class SimulatedGraph {
  runs = true;
  sounds = true;
  exists = true;
  readonly aheadMs = 5000;

  wake() {}

  get nowSec(): number {
    return this.secAt(performance.now());
  }

  secAt(atMs: number): number {
    return (atMs + this.aheadMs) / 1000;
  }

  get asGraph(): AudioGraph {
    return this as unknown as AudioGraph;
  }
}

/** For tests: what was asked of the way from an element to the speaker. */
export class SimulatedDelayLine {
  delayMs = 0;
  opensAtMs: number | null = null;
  moves = 0;
  faded = false;
  volume = 1;

  constructor(private readonly graph: SimulatedGraph) {}

  get sounds(): boolean {
    return this.opensAtMs !== null && !this.faded && performance.now() >= this.opensAtMs;
  }

  get asChannel(): DelayLine {
    return this as unknown as DelayLine;
  }

  shut() {
    this.opensAtMs = null;
  }

  open(delaySec: number, atSec: number) {
    this.delayMs = delaySec * 1000;
    this.opensAtMs = atSec * 1000 - this.graph.aheadMs;
    this.faded = false;
  }

  holdBack(delaySec: number) {
    this.delayMs = delaySec * 1000;
    this.moves++;
  }

  fade() {
    this.faded = true;
  }
}
