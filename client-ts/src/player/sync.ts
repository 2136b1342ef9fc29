/**
 * How a phone gets and stays in step, by nothing but the moments at which it hears of things. One start at a time; the element is primed.
 */
export interface Start {
  /** Where the song stood at time zero. */
  positionSec: number;
  /** Time zero: this phone's `performance.now()` when it heard of the start. */
  receivedAtMs: number;
  /** How much later than it should this phone's sound comes out, as its person set it. */
  lateMs: number;
}

/** Where to prime an element, so that a speaker that is late by `lateMs` is at `positionSec` at time zero. */
export const primeAtSec = (positionSec: number, lateMs: number): number => positionSec + lateMs / 1000;

/** Makes a primed element sound. Rejects as `HTMLMediaElement.play()` does. */
export function begin(element: HTMLMediaElement, _start: Start): Promise<void> {
  return element.play();
}
