import { describe, expect, it } from 'vitest';
import { silentWav } from './wav';

describe('the silent file', () => {
  it('is a WAV that says how long it is, and is silent', async () => {
    const bytes = new Uint8Array(await silentWav().arrayBuffer());
    const view = new DataView(bytes.buffer);
    const text = (from: number, to: number) => String.fromCharCode(...bytes.slice(from, to));
    expect([text(0, 4), text(8, 16), text(36, 40)]).toEqual(['RIFF', 'WAVEfmt ', 'data']);
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint32(40, true)).toBe(bytes.length - 44);
    // Eight bits are unsigned: silence is in the middle.
    expect(new Set(bytes.slice(44))).toEqual(new Set([128]));
  });
});
