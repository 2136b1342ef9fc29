import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recorder } from './recorder.ts';

/** Samples a second, of every sink and of the recording. */
export const rate = 48_000;

/** What of the programs that make and record the speakers this machine lacks. */
export const missing = (...programs: string[]): string[] =>
  programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);

/**
 * A room of loudspeakers that nobody hears: a PulseAudio of our own whose one null sink has a channel for each speaker. All channels share
 * one clock, so what is recorded tells how far apart they sound.
 */
export class Speakers {
  private constructor(
    readonly count: number,
    readonly fastPpm: number,
    readonly home: string,
    private readonly daemon: ChildProcess,
  ) {}

  /**
   * @param fastPpm by how many millionths the speakers' clock runs fast: theirs is the sound card's, and by it their recording is made
   */
  static async open(count: number, fastPpm = 0): Promise<Speakers> {
    const home = await mkdtemp(join(tmpdir(), 'colisten-speakers-'));
    const outputs = Array.from({ length: count }, (_, i) => i);
    const map = outputs.map((i) => `aux${i}`).join(',');
    const modules = [
      `module-native-protocol-unix auth-anonymous=1 socket=${home}/native`,
      `module-null-sink sink_name=room rate=${rate} channels=${count} channel_map=${map} format=float32le`,
      ...outputs.map(
        (i) => `module-remap-sink sink_name=speaker${i} master=room channels=1 channel_map=mono master_channel_map=aux${i} remix=no`,
      ),
    ];
    const clock = fastPpm === 0 ? [] : ['faketime', '-m', '-f', `+0 x${1 + fastPpm / 1e6}`];
    const [program = '', ...args] = [
      ...clock,
      'pulseaudio',
      '-n',
      '--daemonize=no',
      '--use-pid-file=no',
      '--exit-idle-time=-1',
      '--realtime=no',
      '--log-target=stderr',
      '--log-level=warn',
      ...modules.flatMap((m) => ['-L', m]),
    ];
    const daemon = spawn(program, args, {
      env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, PULSE_RUNTIME_PATH: home, PULSE_STATE_PATH: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    daemon.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    const speakers = new Speakers(count, fastPpm, home, daemon);
    while (speakers.#ask('info').status !== 0) {
      if (daemon.exitCode !== null) throw new Error(`PulseAudio does not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return speakers;
  }

  /** The environment of a program that is to play on a speaker. */
  env(speaker: number): Record<string, string> {
    return {
      PULSE_SERVER: `unix:${this.home}/native`,
      PULSE_SINK: `speaker${speaker}`,
      PULSE_STATE_PATH: this.home,
      PULSE_COOKIE: join(this.home, 'cookie'),
    };
  }

  /** Begins to record every speaker. */
  record(): Promise<Recorder> {
    return Recorder.start(this.env(0), this.count, rate, 1 + this.fastPpm / 1e6);
  }

  async close(): Promise<void> {
    if (this.daemon.exitCode === null) {
      const ended = once(this.daemon, 'exit');
      // Asked, not killed: a fast clock's wrapper would die alone.
      this.#ask('exit');
      await ended;
    }
    await rm(this.home, { recursive: true, force: true });
  }

  #ask(...words: string[]) {
    return spawnSync('pactl', words, { env: { ...process.env, ...this.env(0) } });
  }
}
