import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

const running = new Set<Program>();
// A run that is stopped halfway leaves nobody behind either.
process.once('exit', () => {
  for (const program of running) program.kill();
});

/** A program and whatever it starts, in a process group of their own. */
export class Program {
  /** What it has printed so far. */
  said = '';
  readonly #process: ChildProcess;

  /** @param pipes how many pipes it may write to beyond its two outputs, from file descriptor 3 on */
  constructor(
    readonly name: string,
    args: readonly string[],
    env: Record<string, string>,
    pipes = 0,
  ) {
    const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, ...Array.from({ length: pipes }, () => 'pipe' as const)];
    this.#process = spawn(name, args, { detached: true, stdio, env: { ...process.env, ...env } });
    this.#process.on('error', (error) => {
      this.said += `${error}`;
    });
    for (const stream of this.#process.stdio.slice(1))
      stream?.on('data', (chunk) => {
        this.said += chunk;
      });
    running.add(this);
  }

  /** Waits until it has printed this. */
  async says(words: RegExp): Promise<RegExpExecArray> {
    while (true) {
      const found = words.exec(this.said);
      if (found) return found;
      if (this.#ended) throw new Error(`${this.name} ended before it said ${words}: ${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until it takes connections on this port of loopback. */
  async listens(port: number): Promise<void> {
    while (!(await canConnect(port))) {
      if (this.#ended) throw new Error(`${this.name} ended before it listened: ${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  kill(): void {
    if (this.#process.pid === undefined) return;
    try {
      process.kill(-this.#process.pid, 'SIGKILL');
    } catch {
      // All of them have ended by themselves.
    }
  }

  /** Ends it, and all that it has started. */
  async end(): Promise<void> {
    const ended = this.#ended ? null : once(this.#process, 'exit');
    this.kill();
    await ended;
    running.delete(this);
  }

  get #ended(): boolean {
    return this.#process.pid === undefined || this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The first of these programs that this machine has. */
export function programOf(what: string, ...names: string[]): string {
  const places = names.flatMap((name) =>
    name.startsWith('/') ? [name] : (process.env.PATH ?? '').split(delimiter).map((at) => join(at, name)),
  );
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`${what} is not installed; eng/test-tools does it.`);
  return found;
}
