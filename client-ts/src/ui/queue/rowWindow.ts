/** Every row is as high as that, so that where each of 100,000 stands is known without it. The style sheet has the same number. */
export const rowPx = 76;
/** So many rows above and below what is seen are drawn, too: the most, where that makes few rows new, else fewer for now. */
const margins = [6, 3, 0];
const fewRows = 8;
/** The window moves in steps: most of what is scrolled draws nothing. */
const stepRows = 2;

/** The rows that are drawn: `from` to before `to`. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * @param seenPx how much of the list is above what is seen
 * @param before the rows that are drawn now
 * @returns the rows to draw; `isAll`: with the whole margin
 */
export function nextRows(seenPx: number, heightPx: number, count: number, before: RowWindow): RowWindow & { isAll: boolean } {
  for (const margin of margins) {
    const { from, to } = rowsIn(seenPx, heightPx, count, margin);
    const kept = Math.max(0, Math.min(to, before.to) - Math.max(from, before.from));
    if (margin === 0 || to - from - kept <= fewRows) return { from, to, isAll: margin === margins[0] };
  }
  return { ...before, isAll: true };
}

function rowsIn(seenPx: number, heightPx: number, count: number, marginRows: number): RowWindow {
  const first = Math.min(seenPx, count * rowPx - heightPx) / rowPx - marginRows;
  const from = Math.max(0, Math.floor(first / stepRows) * stepRows);
  return { from, to: Math.min(count, from + Math.ceil(heightPx / rowPx) + 2 * marginRows + stepRows) };
}
