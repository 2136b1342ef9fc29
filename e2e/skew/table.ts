import { appendFileSync } from 'node:fs';

/** The value below which the share `p` of them lies. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] as number;
}

/** `p50 / p95 / greatest`, in ms. */
export function spread(values: readonly number[]): string {
  return [quantile(values, 0.5), quantile(values, 0.95), Math.max(...values)].map((value) => value.toFixed(1)).join(' / ');
}

/** One number, as CoListen.Bench has it in its table. */
export interface Row {
  name: string;
  ours: number;
  /** From the same run; left out where there is none. */
  baseline?: number;
  /** Of both. */
  unit: string;
  /** The most that holds: of the ratio to the baseline; with a unit, of the number itself. */
  gate: { limit: number; unit?: string };
}

/** Prints a number beside its gate, and hands it to the bench where that runs this. BENCH_ROWS names a file of one JSON text a line. */
export function report(row: Row): void {
  const { name, ours, baseline, unit, gate } = row;
  const value = gate.unit ? ours : ours / (baseline as number);
  console.log(`  ${name}: ${value.toFixed(2)} ${gate.unit ?? '×'} (gate ${gate.limit}) ${value <= gate.limit ? 'holds' : 'MISSES'}`);
  if (process.env.BENCH_ROWS) appendFileSync(process.env.BENCH_ROWS, `${JSON.stringify({ name, ours, baseline, unit, gate })}\n`);
}
