import { Channel } from './channel';
import { median } from './steering';

const keptOffsets = 16;
const offsetEveryMs = 200;
/** Far below what any output can tell from silence; a graph that is all silent is put to sleep, and wakes late. */
const breath = 1e-7;

/**
 * The page's one AudioContext: an output that is already running when a song starts, with a clock that says when a sample is heard. Missing,
 * suspended or interrupted (a locked phone), it just does not run, and sound goes without it.
 */
export class Graph {
  #context: AudioContext | null = null;
  #offsets: number[] = [];
  #rests = false;

  /** Call it in a tap. */
  open(): void {
    if (!('AudioContext' in window) || !('getOutputTimestamp' in AudioContext.prototype)) return;
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
    this.#rests = false;
    this.wake();
  }

  /** Gives the phone's output back until it is opened again. */
  rest(): void {
    this.#rests = true;
    this.#context?.suspend().then(
      () => this.wake(),
      () => {},
    );
  }

  /** There is one, running or not. */
  get exists(): boolean {
    return this.#context !== null;
  }

  /** It runs, and its clock is known. */
  get runs(): boolean {
    return this.#context?.state === 'running' && this.#offsets.length >= 3;
  }

  /** The context's time, in seconds: what is rendered now. */
  get nowSec(): number {
    return this.#context?.currentTime ?? 0;
  }

  wake(): void {
    if (!this.#rests && this.#context?.state !== 'running') {
      this.#offsets = [];
      this.#context?.resume().catch(() => {});
    }
  }

  /** The context time whose sound is heard at `atMs` of `performance.now()`. */
  secAt(atMs: number): number {
    return (atMs - median(this.#offsets)) / 1000;
  }

  /** Leads an element's sound through the graph, for ever: silent at first. Null where there is no graph. */
  channel(element: HTMLMediaElement): Channel | null {
    return this.#context && new Channel(this.#context, element);
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
    if (this.#context?.state !== 'running') {
      this.#offsets = [];
      return;
    }
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    if (contextTime <= 0) return;
    this.#offsets.push(performanceTime - contextTime * 1000);
    if (this.#offsets.length > keptOffsets) this.#offsets.shift();
  }
}
