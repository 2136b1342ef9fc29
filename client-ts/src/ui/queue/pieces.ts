const pieceMs = 6;

/** When the page has nothing better to do. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 300 });
    else setTimeout(resolve, 30);
  });

/** After what waits already, as a tap. */
export const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Does long work in short tasks. `work` yields often.
 * @param pause waited for between two tasks
 * @param isOver whether nobody wants it any more
 * @returns what the work returns; null where it was given up
 */
export async function inPieces<T>(work: Generator<void, T>, pause: () => Promise<void>, isOver: () => boolean): Promise<T | null> {
  for (;;) {
    const untilMs = performance.now() + pieceMs;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < untilMs);
    await pause();
    if (isOver()) return null;
  }
}
