import { createScope } from '../scope';
import type { AudioGraph } from './audioGraph';
import type { StartLatency } from './startLatency';
import { wav } from './wav';

const rateHz = 44_100;
const lookEveryMs = 100;
/** Planned so far ahead: longer than the output of a Bluetooth speaker takes, as far as the browser knows of it. */
const aheadMs = 500;
/** Every fourth one is higher, so that clicks that fall together are those of the same second. */
const highEvery = 4;

/**
 * The first whole second of the song that is due after `afterMs`, and when.
 * @param dueAtStartMs when its very beginning was due, or would have been
 */
export function nextClick(dueAtStartMs: number, afterMs: number): { second: number; atMs: number } {
  const second = Math.max(0, Math.floor((afterMs - dueAtStartMs) / 1000) + 1);
  return { second, atMs: dueAtStartMs + second * 1000 };
}

/** One click: loud at once, and soon gone. From -1 to 1. */
export function clickOf(hz: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: rateHz * 0.03 },
    (_, at) => 0.9 * Math.exp(-at / (rateHz * 0.005)) * Math.cos((2 * Math.PI * hz * at) / rateHz),
  );
}

/** Clicks at every whole second of the song, as this phone believes it to be heard: side by side, two phones' clicks tell which is late. */
export class CalibrationClicks {
  #scope = createScope();
  #element: HTMLAudioElement | null = null;
  /** What is planned already. */
  #plannedMs = 0;

  /** @param dueMs when a place of what sounds now is due, on `performance.now()`; null when nothing sounds */
  constructor(
    private readonly graph: AudioGraph,
    private readonly startLatency: StartLatency,
    private readonly dueMs: (atSec: number) => number | null,
  ) {}

  /** Call it in a tap: an element of its own is unlocked by it. */
  begin(): void {
    this.end();
    this.graph.wake();
    if (!this.graph.runs) this.#unlock();
    this.#scope.every(lookEveryMs, () => this.#look());
  }

  end(): void {
    this.#scope.end();
  }

  #look() {
    const dueAtStartMs = this.dueMs(0);
    if (dueAtStartMs === null) return;
    const nowMs = performance.now();
    const { second, atMs } = nextClick(dueAtStartMs, Math.max(nowMs, this.#plannedMs));
    if (atMs > nowMs + aheadMs) return;
    // Half a second of it is spent, so that a place that moves a little does not make a second click of the same second.
    this.#plannedMs = atMs + 500;
    const samples = clickOf(second % highEvery === 0 ? 2400 : 1600);
    if (this.graph.runs) this.graph.sound(samples, rateHz, atMs);
    else this.#scope.after(atMs - nowMs - this.startLatency.plainStartMs, () => this.#plain());
  }

  #unlock() {
    this.#element ??= document.createElement('audio');
    this.#element.src ||= URL.createObjectURL(
      wav(
        Uint8Array.from(clickOf(1600), (sample) => 128 + sample * 127),
        rateHz,
      ),
    );
    this.#element.play().catch(() => {});
  }

  #plain() {
    if (!this.#element) return;
    this.#element.currentTime = 0;
    this.#element.play().catch(() => {});
  }
}
