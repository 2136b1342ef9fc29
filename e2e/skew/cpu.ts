import { readdirSync, readFileSync } from 'node:fs';

/** Ticks a second of the kernel's CPU times (`sysconf(_SC_CLK_TCK)` on Linux). */
const ticksPerSec = 100;

interface Process {
  parent: string;
  cpuSec: number;
  command: string;
}

/**
 * CPU seconds so far of a browser's processes of these kinds (`renderer`, `gpu-process`, …), as proc(5) tells them. The browser is the
 * process that was started with that variable in its environment.
 */
export function cpuSec(variable: string, value: string, kinds: readonly string[]): number {
  const processes = new Map(all());
  const isOf = (pid: string): boolean => {
    const process = processes.get(pid);
    if (!process) return false;
    return process.command.includes('--type=') ? isOf(process.parent) : read(pid, 'environ').split('\0').includes(`${variable}=${value}`);
  };
  let sum = 0;
  for (const [pid, { command, cpuSec }] of processes)
    if (kinds.some((kind) => command.includes(`--type=${kind}`)) && isOf(pid)) sum += cpuSec;
  return sum;
}

function* all(): Generator<[string, Process]> {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // After the name in parentheses, which may hold anything: state, parent, …; utime and stime are the 12th and 13th.
    const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
    const cpuSec = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSec;
    yield [pid, { parent: fields[1] ?? '', cpuSec, command: read(pid, 'cmdline') }];
  }
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended, or is somebody else's.
    return '';
  }
}
