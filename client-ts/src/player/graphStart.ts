import { createScope } from '../scope';
import type { AudioGraph } from './audioGraph';
import type { DelayLine } from './delayLine';
import { median } from './rateController';

const lookEveryMs = 3;
/** For so long after it was to sound, it may still come; then the plain element sounds instead. */
const patienceMs = 90;
/** Once it is heard there is time. */
const listenEveryMs = 50;
/** So many looks at its place in the graph are kept; each is a few ms off, as both clocks move in steps. */
const keptEntries = 60;
const openSec = 0.004;
const longestDelaySec = 1;
/** Less than this is left as it is; between two moves it takes a fresh look. */
const leastMoveSec = 0.0008;
const lookAgainMs = 400;
/** The very beginning is left as it came, unless it is far off. */
const firstMs = 500;
const farSec = 0.006;

/**
 * The first seconds of a start, through the graph: the element is played at once, silent, and as soon as it is seen how late it came into
 * the graph, a delay makes up what is missing to its due time. So the start's own jitter is not heard.
 */
export class GraphStart {
  #entries: number[] = [];
  #opened = false;
  #over = false;
  #scope = createScope();
  #delaySec = 0;
  #movedAtMs = Number.NEGATIVE_INFINITY;
  /** How late its first sample could be heard after `playedAtMs`, without any delay; null until seen. */
  startMs: number | null = null;
  /** How late it is heard although nothing holds it back any more. */
  lateMs = 0;

  /**
   * @param fromSec where the element is primed
   * @param dueMs when that place is due to be heard
   * @param failed it does not come: sound without it
   */
  constructor(
    private readonly graph: AudioGraph,
    private readonly element: HTMLMediaElement,
    private readonly delayLine: DelayLine,
    private readonly fromSec: number,
    private dueMs: number,
    private readonly failed: () => void,
  ) {
    const playedAtMs = performance.now();
    delayLine.shut();
    element.play().catch(() => this.#fail());
    const look = () => {
      const nowMs = performance.now();
      this.#look(playedAtMs);
      if (this.#over) return;
      if (!this.#opened && nowMs > this.dueMs + patienceMs) this.#fail();
      else this.#scope.after(this.#opened ? listenEveryMs : lookEveryMs, look);
    };
    look();
  }

  /** It is due at another moment, and gets there. */
  moveTo(dueMs: number): void {
    this.dueMs = dueMs;
  }

  /** Takes its sound away over `overMs`, then rests. */
  fade(overMs: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#scope.end();
    if (this.#opened) this.delayLine.fade(overMs / 1000);
    else this.delayLine.shut();
    this.#scope.after(overMs + 100, () => this.#standStill());
  }

  /** Silent at once. */
  stop(): void {
    this.#over = true;
    this.#scope.end();
    this.delayLine.shut();
    this.element.pause();
  }

  /** Silent, and standing still; not paused, as what is paused looks like an interruption to those who watch. */
  #standStill() {
    this.delayLine.shut();
    this.element.muted = true;
    this.element.playbackRate = 0;
  }

  #fail() {
    if (this.#over) return;
    this.stop();
    this.failed();
  }

  #look(playedAtMs: number) {
    const doneSec = this.element.currentTime - this.fromSec;
    if (doneSec <= 0 || !this.graph.runs) return;
    this.#entries.push(this.graph.nowSec - doneSec);
    if (this.#entries.length > keptEntries) this.#entries.shift();
    const entrySec = median(this.#entries);
    this.startMs = (entrySec - this.graph.secAt(playedAtMs)) * 1000;
    const dueSec = this.graph.secAt(this.dueMs);
    this.lateMs = Math.max(0, entrySec - dueSec) * 1000;
    const delaySec = Math.min(longestDelaySec, Math.max(0, dueSec - entrySec));
    if (this.#opened) return this.#move(delaySec);
    this.#delaySec = delaySec;
    this.delayLine.open(delaySec, Math.max(dueSec, this.graph.nowSec), openSec);
    this.#opened = this.graph.nowSec >= dueSec;
  }

  #move(delaySec: number) {
    const nowMs = performance.now();
    const offSec = Math.abs(delaySec - this.#delaySec);
    if (offSec < leastMoveSec || nowMs < this.#movedAtMs + lookAgainMs || (offSec < farSec && nowMs < this.dueMs + firstMs)) return;
    this.#delaySec = delaySec;
    this.#movedAtMs = nowMs;
    this.delayLine.holdBack(delaySec);
  }
}
