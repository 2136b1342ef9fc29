/** The value below which the share `p` of them lies. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number;
}

/** `p50 / p95 / greatest`, in ms. */
export function spread(values: readonly number[]): string {
  return [quantile(values, 0.5), quantile(values, 0.95), Math.max(...values)].map((value) => value.toFixed(1)).join(' / ');
}

/** How ours compares to the baseline, and whether that is within the gate. */
export function ratio(name: string, ours: number, baseline: number, gate: number): string {
  const value = ours / baseline;
  return `${name}: ${value.toFixed(2)}× (gate ${gate}×) ${value <= gate ? 'holds' : 'MISSES'}`;
}
