import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

type Parec = ChildProcessByStdio<null, Readable, null>;

/** A recording of all speakers at once, on one clock. Keeps the last minutes. */
export class Recorder {
  #chunks: Float32Array[] = [];
  /** Frames that came, and those of them that were let go. */
  #frames = 0;
  #dropped = 0;
  /** When frame 0 sounded, on `performance.now()`'s clock: the least delayed chunk tells. */
  #beganAtMs = Number.POSITIVE_INFINITY;
  #rest = Buffer.alloc(0);

  private constructor(
    readonly channels: number,
    readonly rate: number,
    private readonly speed: number,
    private readonly parec: Parec,
  ) {
    parec.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  static async start(env: Record<string, string>, channels: number, rate: number, speed: number): Promise<Recorder> {
    const map = Array.from({ length: channels }, (_, i) => `aux${i}`).join(',');
    const args = [
      '--raw',
      '--device=room.monitor',
      '--format=float32le',
      `--rate=${rate}`,
      `--channels=${channels}`,
      `--channel-map=${map}`,
      '--no-remix',
      '--latency-msec=10',
    ];
    const parec = spawn('parec', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
    const recorder = new Recorder(channels, rate, speed, parec);
    await once(parec.stdout, 'data');
    return recorder;
  }

  /** The frame that sounded at a moment of `performance.now()`, within a few ms. */
  frameAt(atMs: number): number {
    return Math.round(((atMs - this.#beganAtMs) / 1000) * this.rate * this.speed);
  }

  get frames(): number {
    return this.#frames;
  }

  /** Resolves when everything until that frame is recorded. */
  async until(frame: number): Promise<void> {
    while (this.#frames < frame) await once(this.parec.stdout, 'data');
  }

  /** One speaker's sound from a frame on; what was let go or has not come yet is silence. */
  read(channel: number, from: number, length: number): Float32Array {
    const sound = new Float32Array(length);
    let at = this.#dropped;
    for (const chunk of this.#chunks) {
      const frames = chunk.length / this.channels;
      const first = Math.max(from, at);
      const last = Math.min(from + length, at + frames);
      for (let f = first; f < last; f++) sound[f - from] = chunk[(f - at) * this.channels + channel] ?? 0;
      at += frames;
    }
    return sound;
  }

  async stop(): Promise<void> {
    const ended = once(this.parec, 'exit');
    this.parec.kill();
    await ended;
  }

  #take(chunk: Buffer) {
    const nowMs = performance.now();
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % (4 * this.channels));
    this.#rest = bytes.subarray(whole);
    const frames = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
    this.#chunks.push(frames);
    this.#frames += frames.length / this.channels;
    this.#beganAtMs = Math.min(this.#beganAtMs, nowMs - (this.#frames / (this.rate * this.speed)) * 1000);
    while (this.#frames - this.#dropped > 60 * this.rate) this.#dropped += (this.#chunks.shift()?.length ?? 0) / this.channels;
  }
}
