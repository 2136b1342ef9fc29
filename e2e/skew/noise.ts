import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rate } from './speakers.ts';

const headerBytes = 44;

/** Writes a WAV file (RIFF, PCM, 16 bit, mono) of noise that nowhere resembles itself; the same each time. */
export async function makeNoise(folder: string, fileName: string, seconds: number): Promise<void> {
  const frames = seconds * rate;
  const file = Buffer.alloc(headerBytes + frames * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * 2, 40);
  let state = 12_345;
  for (let i = 0; i < frames; i++) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    file.writeInt16LE(Math.round((state / 2 ** 32 - 0.5) * 20_000), headerBytes + i * 2);
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, fileName), file);
}
