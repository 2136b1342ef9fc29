/** A WAV file (RIFF, PCM) of unsigned 8-bit mono samples: 128 is silence. */
export function wav(samples: Uint8Array<ArrayBuffer>, rateHz: number): Blob {
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) header.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples.length, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rateHz, true);
  header.setUint32(28, rateHz, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  text(36, 'data');
  header.setUint32(40, samples.length, true);
  return new Blob([header, samples], { type: 'audio/wav' });
}

/** A tenth of a second of silence. */
export const silentWav = (): Blob => wav(new Uint8Array(800).fill(128), 8000);
