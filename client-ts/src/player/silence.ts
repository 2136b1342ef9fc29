import { wav } from './wav';

/** A tenth of a second of silence as a WAV file. */
export const silence = (): Blob => wav(new Uint8Array(800).fill(128), 8000);
