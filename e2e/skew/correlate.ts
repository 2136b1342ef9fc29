/** How two recordings of the same sound lie to each other. */
export interface Lag {
  /** By how many ms the second one sounds later than the first. */
  ms: number;
  /** From 0, nothing in common, to 1, the same sound. */
  correlation: number;
}

/** Finds the lag, up to `withinMs` either way, at which the sounds are most alike: normalised cross-correlation by FFT. */
export function lagOf(first: Float32Array, second: Float32Array, rate: number, withinMs: number): Lag {
  const reach = Math.ceil((withinMs / 1000) * rate);
  let size = 1;
  while (size < first.length + second.length) size *= 2;
  const [a, b] = [spectrum(first, size), spectrum(second, size)];
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const [ar, ai, br, bi] = [at(a.re, i), -at(a.im, i), at(b.re, i), at(b.im, i)];
    re[i] = ar * br - ai * bi;
    im[i] = -(ar * bi + ai * br);
  }
  // The inverse transform is the forward one of the conjugate.
  transform(re, im);
  const scale = size * Math.sqrt(energy(first) * energy(second));
  if (scale === 0) return { ms: 0, correlation: 0 };
  const value = (lag: number) => at(re, (lag + size) % size) / scale;
  let best = 0;
  for (let lag = -reach; lag <= reach; lag++) if (value(lag) > value(best)) best = lag;
  const [before, peak, after] = [value(best - 1), value(best), value(best + 1)];
  const bend = before - 2 * peak + after;
  const between = bend < 0 ? (before - after) / (2 * bend) : 0;
  return { ms: ((best + between) / rate) * 1000, correlation: peak };
}

/** The first frame that is no silence, or -1. */
export function onsetOf(sound: Float32Array): number {
  return sound.findIndex((sample) => Math.abs(sample) > 0.003);
}

const at = (array: Float64Array, i: number): number => array[i] as number;

const energy = (sound: Float32Array): number => sound.reduce((sum, sample) => sum + sample * sample, 0);

function spectrum(sound: Float32Array, size: number) {
  const re = new Float64Array(size);
  re.set(sound);
  const im = new Float64Array(size);
  transform(re, im);
  return { re, im };
}

/** In place: Cooley and Tukey, radix 2. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      [re[i], re[j]] = [at(re, j), at(re, i)];
      [im[i], im[j]] = [at(im, j), at(im, i)];
    }
  }
  for (let half = 1; half < n; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      const [wr, wi] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += 2 * half) {
        const j = i + half;
        const [tr, ti] = [at(re, j) * wr - at(im, j) * wi, at(re, j) * wi + at(im, j) * wr];
        re[j] = at(re, i) - tr;
        im[j] = at(im, i) - ti;
        re[i] = at(re, i) + tr;
        im[i] = at(im, i) + ti;
      }
    }
  }
}
