import { DelayLine } from './delayLine';
import { lookEveryMs, OutputClock } from './outputClock';

/** A clock that says when a sample is heard says it of a moment that is near. */
const nearNowMs = 500;
/** Far below what any output can tell from silence; a graph that is all silent is put to sleep, and wakes late. */
const breath = 1e-7;

/** WebKitGTK's page crashes at times in the thread that renders the graph (seen in 2.50), and its timestamps are nonsense anyway. */
const crashes = ({ vendor, platform } = navigator) => /^Apple/.test(vendor) && /^Linux/.test(platform);

/**
 * The page's one AudioContext: an output that is already running when a song starts, with a clock that says when a sample is heard.
 * Missing, suspended or interrupted (a locked phone), it just does not run, and sound goes without it.
 */
export class AudioGraph {
  #context: AudioContext | null = null;
  #clock = new OutputClock();
  #ran = false;
  /** Called when it begins to run. */
  begins = (): void => {};
  #suspended = false;

  /** Call it in a tap. */
  open(): void {
    if (!('AudioContext' in window) || !('getOutputTimestamp' in AudioContext.prototype) || crashes()) return;
    if (!this.#context) {
      // Buffers that are twice as long have far fewer gaps; what they add is known, and the lead has room for it.
      const context = new AudioContext({ latencyHint: 'playback' });
      const silence = new ConstantSourceNode(context, { offset: breath });
      silence.connect(context.destination);
      silence.start();
      this.#context = context;
      setInterval(() => this.#look(), lookEveryMs);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') this.wake();
      });
    }
    this.#suspended = false;
    this.wake();
  }

  /** Gives the phone's output back until it is opened again. */
  suspend(): void {
    this.#suspended = true;
    this.#context?.suspend().then(
      () => this.wake(),
      () => {},
    );
  }

  /** There is one, running or not. */
  get exists(): boolean {
    return this.#context !== null;
  }

  /** What is led through it sounds; not for sure in a hidden page, where it may end at any moment. */
  get sounds(): boolean {
    return this.#context?.state === 'running' && document.visibilityState !== 'hidden';
  }

  /** It sounds, and its clock is known and can be trusted. */
  get runs(): boolean {
    return this.sounds && this.#clock.offsetMs !== null;
  }

  /** The context's time, in seconds: what is rendered now. */
  get nowSec(): number {
    return this.#context?.currentTime ?? 0;
  }

  wake(): void {
    if (!this.#suspended && this.#context?.state !== 'running') {
      this.#clock.forget();
      this.#context?.resume().catch(() => {});
    }
  }

  /** The context time whose sound is heard at `atMs` of `performance.now()`. */
  secAt(atMs: number): number {
    return (atMs - (this.#clock.offsetMs ?? 0)) / 1000;
  }

  /** Leads an element's sound through the graph, for ever: silent at first. Null where there is no graph. */
  delayLine(element: HTMLMediaElement): DelayLine | null {
    return this.#context && new DelayLine(this.#context, element);
  }

  /** Sounds mono samples once, so that they are heard at `atMs` of `performance.now()`; not at all when it is too late for that. */
  sound(samples: Float32Array<ArrayBuffer>, rateHz: number, atMs: number): void {
    const atSec = this.secAt(atMs);
    if (!this.#context || atSec < this.nowSec) return;
    const buffer = this.#context.createBuffer(1, samples.length, rateHz);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#context.destination);
    source.start(atSec);
  }

  #look() {
    const context = this.#context as AudioContext;
    if (context.state === 'running') {
      const nowMs = performance.now();
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      const isTrue = contextTime > 0 && Math.abs(performanceTime - nowMs) <= nearNowMs;
      this.#clock.look({
        atMs: nowMs,
        renderMs: nowMs - context.currentTime * 1000,
        heardMs: isTrue ? performanceTime - contextTime * 1000 : Number.NaN,
      });
    } else this.#clock.forget();
    if (this.runs && !this.#ran) this.begins();
    this.#ran = this.runs;
  }
}
