import { effect, type ReadonlySignal, signal } from '@preact/signals-core';

/**
 * The same values, but none while it has to be calm: a page that paints hears late of a start, and starts late. What has come meanwhile comes
 * at its end.
 */
export function deferUntil<T>(values: ReadonlySignal<T>, untilMs: ReadonlySignal<number>): ReadonlySignal<T> {
  const seen = signal(values.peek());
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const value = values.value;
    const leftMs = untilMs.value - performance.now();
    clearTimeout(timer);
    if (leftMs <= 0) seen.value = value;
    else
      timer = setTimeout(() => {
        seen.value = values.peek();
      }, leftMs);
  });
  return seen;
}
