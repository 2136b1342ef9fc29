import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the kernel's CPU times (`sysconf(_SC_CLK_TCK)` on Linux). */
const ticksPerSec = 100;

/**
 * CPU seconds so far of the processes of these kinds (`renderer`, `gpu-process`, …) that were started with a variable of that value in their
 * environment (proc(5)).
 */
export function cpuSec(variable: string, value: string, kinds: readonly string[]): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const of = (file: string) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'utf8');
      } catch {
        // It has ended, or is somebody else's.
        return '';
      }
    };
    if (!of('environ').split('\0').includes(`${variable}=${value}`)) continue;
    if (!kinds.some((kind) => of('cmdline').includes(`--type=${kind}`))) continue;
    // After the name in parentheses, which may hold anything, utime and stime are the 12th and 13th.
    const fields = of('stat').split(') ').at(-1)?.split(' ') ?? [];
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / ticksPerSec;
}
