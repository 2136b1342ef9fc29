import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { createScope } from '../scope';

/**
 * The same values, but none until `untilMs` of `performance.now()`: a page that paints hears late of a start, and starts late. What has
 * come meanwhile comes then.
 */
export function deferUntil<T>(values: ReadonlySignal<T>, untilMs: ReadonlySignal<number>): ReadonlySignal<T> {
  const seen = signal(values.peek());
  const scope = createScope();
  effect(() => {
    const value = values.value;
    const leftMs = untilMs.value - performance.now();
    scope.end();
    if (leftMs <= 0) seen.value = value;
    else
      scope.after(leftMs, () => {
        seen.value = values.peek();
      });
  });
  return seen;
}
