import { DelayLine } from './delayLine';
import { median } from './rateController';

const keptOffsets = 16;
const offsetEveryMs = 200;
/** A clock that says when a sample is heard says it of a moment that is near. */
const nearNowMs = 500;
/** What offsets may be apart: a clock whose offset wanders is no clock. */
const nearOthersMs = 50;
/** Far below what any output can tell from silence; a graph that is all silent is put to sleep, and wakes late. */
const breath = 1e-7;

/** WebKitGTK's page crashes at times in the thread that renders the graph (seen in 2.50), and its timestamps are nonsense anyway. */
const crashes = ({ vendor, platform } = navigator) => /^Apple/.test(vendor) && /^Linux/.test(platform);

/**
 * The page's one AudioContext: an output that is already running when a song starts, with a clock that says when a sample is heard. Missing,
 * suspended or interrupted (a locked phone), it just does not run, and sound goes without it.
 */
export class AudioGraph {
  #context: AudioContext | null = null;
  #offsets: number[] = [];
  /** How far `performance.now()` is ahead of the context's time, in ms; null while that is not known. */
  #offset: number | null = null;
  #ran = false;
  /** Called when it begins to run. */
  begins = (): void => {};
  #suspended = false;

  /** Call it in a tap. */
  open(): void {
    if (!('AudioContext' in window) || !('getOutputTimestamp' in AudioContext.prototype) || crashes()) return;
    if (!this.#context) {
      const context = new AudioContext({ latencyHint: 'interactive' });
      const silence = new ConstantSourceNode(context, { offset: breath });
      silence.connect(context.destination);
      silence.start();
      this.#context = context;
      setInterval(() => this.#look(), offsetEveryMs);
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
    return this.sounds && this.#offset !== null;
  }

  /** The context's time, in seconds: what is rendered now. */
  get nowSec(): number {
    return this.#context?.currentTime ?? 0;
  }

  wake(): void {
    if (!this.#suspended && this.#context?.state !== 'running') {
      this.#forget();
      this.#context?.resume().catch(() => {});
    }
  }

  /** The context time whose sound is heard at `atMs` of `performance.now()`. */
  secAt(atMs: number): number {
    return (atMs - (this.#offset ?? 0)) / 1000;
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

  #forget() {
    this.#offsets = [];
    this.#offset = null;
  }

  #look() {
    const isRunning = this.#context?.state === 'running';
    const { contextTime = 0, performanceTime = 0 } = (isRunning && this.#context?.getOutputTimestamp()) || {};
    const isNow = Math.abs(performanceTime - performance.now()) <= nearNowMs;
    if (isRunning && contextTime > 0 && isNow) {
      this.#offsets = [...this.#offsets, performanceTime - contextTime * 1000].slice(-keptOffsets);
      this.#offset = offsetOf(this.#offsets);
    } else this.#forget();
    if (this.runs && !this.#ran) this.begins();
    this.#ran = this.runs;
  }
}

/**
 * What the timestamps of a clock say of its offset, the latest last; null where they do not agree. Some engines tell nonsense: each offset is
 * another. One that has jumped, as the output had a gap, is believed the second time.
 */
export function offsetOf(offsets: readonly number[]): number | null {
  const latest = offsets.slice(-3);
  const middle = median(latest);
  const isNear = (offset: number) => Math.abs(offset - middle) <= nearOthersMs;
  return latest.length === 3 && latest.filter(isNear).length > 1 ? median(offsets.filter(isNear)) : null;
}
