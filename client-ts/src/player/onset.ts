import type { Channel, Graph } from './graph';
import { median } from './steering';

const lookEveryMs = 3;
/** For so long after it was to sound, it may still come; then the plain element sounds instead. */
const patienceMs = 90;
/** Once it is heard there is time. */
const listenEveryMs = 50;
/** So many looks at its place in the graph are kept; each is a few ms off, as both clocks move in steps. */
const keptEntries = 60;
const openSec = 0.004;
/** How fast the delay may change while it is heard, which is a change of pitch by as much: for what is far off, and for what is not. */
const slide = { farSec: 0.006, far: 0.02, near: 0.003 };
const leastSlideSec = 0.0008;
/** The very beginning is left as it came, unless it is far off. */
const firstMs = 500;

/**
 * The first seconds of a start, through the graph: the element is played at once, silent, and as soon as it is seen how late it came into the
 * graph, a delay makes up what is missing to its due time. So the start's own jitter is not heard.
 */
export class Onset {
  #entries: number[] = [];
  #opened = false;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #slidingUntilSec = 0;
  /** How late its first sample could be heard after `playedAtMs`, without any delay; null until seen. */
  startMs: number | null = null;

  /**
   * @param fromSec where the element is primed
   * @param dueMs when that place is due to be heard
   * @param failed it does not come: sound without it
   */
  constructor(
    private readonly graph: Graph,
    private readonly element: HTMLMediaElement,
    private readonly channel: Channel,
    private readonly fromSec: number,
    private dueMs: number,
    private readonly failed: () => void,
  ) {
    const playedAtMs = performance.now();
    const { gain, delay } = channel;
    gain.gain.cancelScheduledValues(0);
    gain.gain.value = 0;
    delay.delayTime.cancelScheduledValues(0);
    delay.delayTime.value = 0;
    element.play().catch(() => this.#fail());
    const look = () => {
      const nowMs = performance.now();
      this.#look(playedAtMs);
      if (this.#over) return;
      if (!this.#opened && nowMs > this.dueMs + patienceMs) this.#fail();
      else this.#timer = setTimeout(look, this.#opened ? listenEveryMs : lookEveryMs);
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
    clearTimeout(this.#timer);
    const { gain } = this.channel.gain;
    const nowSec = this.graph.nowSec;
    gain.cancelScheduledValues(0);
    gain.setValueAtTime(this.#opened ? 1 : 0, nowSec);
    gain.linearRampToValueAtTime(0, nowSec + overMs / 1000);
    this.#timer = setTimeout(() => this.#rest(), overMs + 100);
  }

  /** Silent at once. */
  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#shut();
    this.element.pause();
  }

  /** Silent, and standing still; not paused, as what is paused looks like an interruption to those who watch. */
  #rest() {
    this.#shut();
    this.element.muted = true;
    this.element.playbackRate = 0;
  }

  #shut() {
    this.channel.gain.gain.cancelScheduledValues(0);
    this.channel.gain.gain.value = 0;
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
    const { delay, gain } = this.channel;
    const dueSec = this.graph.secAt(this.dueMs);
    if (this.#opened) return this.#slide();
    delay.delayTime.value = Math.min(1, Math.max(0, dueSec - entrySec));
    const openAtSec = Math.max(dueSec, this.graph.nowSec);
    gain.gain.cancelScheduledValues(0);
    gain.gain.setValueAtTime(0, openAtSec);
    gain.gain.linearRampToValueAtTime(1, openAtSec + openSec);
    this.#opened = this.graph.nowSec >= dueSec;
  }

  #slide() {
    const nowSec = this.graph.nowSec;
    if (nowSec < this.#slidingUntilSec) return;
    const { delayTime } = this.channel.delay;
    const wanted = Math.min(1, Math.max(0, this.graph.secAt(this.dueMs) - median(this.#entries)));
    const far = Math.abs(wanted - delayTime.value);
    if (far < leastSlideSec || (far < slide.farSec && performance.now() < this.dueMs + firstMs)) return;
    this.#slidingUntilSec = nowSec + far / (far > slide.farSec ? slide.far : slide.near);
    delayTime.cancelScheduledValues(0);
    delayTime.setValueAtTime(delayTime.value, nowSec);
    delayTime.linearRampToValueAtTime(wanted, this.#slidingUntilSec);
  }
}
