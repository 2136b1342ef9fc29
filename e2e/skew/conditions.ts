import { spawn } from 'node:child_process';
import type { MeasuredRoom } from './measuredRoom.ts';

/**
 * What the phones have to live with. `quiet`: nothing. `busy`: two processes that each take a core in bursts. `slow`: pages whose processor
 * is slowed four times, as a cheap phone's.
 */
export const conditions = ['quiet', 'busy', 'slow'] as const;
export type Condition = (typeof conditions)[number];

/** What is at most allowed, as a part of what plain `play()` gives in the same run. */
export const gates: Record<Condition, { onset: { p50: number; p95: number }; laterP95: number }> = {
  quiet: { onset: { p50: 0.15, p95: 0.2 }, laterP95: 0.08 },
  busy: { onset: { p50: 0.2, p95: 0.35 }, laterP95: 0.15 },
  slow: { onset: { p50: 0.2, p95: 0.35 }, laterP95: 0.15 },
};

const slowness = 4;
/** Takes a core for 50 to 250 ms, and rests for as long. */
const burst = `
  const length = () => 50 + Math.random() * 200;
  const work = () => { for (const end = Date.now() + length(); Date.now() < end;); setTimeout(work, length()); };
  work();`;

/** Makes it so, for the pages that are there and those that come. @returns makes it quiet again */
export async function put(room: MeasuredRoom, condition: Condition): Promise<() => Promise<void>> {
  const hogs = condition === 'busy' ? [0, 1].map(() => spawn(process.execPath, ['-e', burst])) : [];
  await room.slowDown(condition === 'slow' ? slowness : 1);
  return async () => {
    for (const hog of hogs) hog.kill();
    await room.slowDown(1);
  };
}

/** How fast this machine is: milliseconds that it takes to add a hundred million numbers, once that is compiled. */
export function loopMs(): number {
  return Math.min(...[1, 2, 3].map(addingMs));
}

function addingMs(): number {
  const beganAtMs = performance.now();
  let sum = 0;
  for (let i = 0; i < 100_000_000; i++) sum = (sum + i) | 0;
  return sum === -1 ? 0 : performance.now() - beganAtMs;
}
