/** A colour in OKLCH (Björn Ottosson, https://bottosson.github.io/posts/oklab/): lightness 0-1, chroma 0-0.4, hue in degrees. */
export interface Lch {
  l: number;
  c: number;
  h: number;
}

/** The two colours a screen takes from its art. */
export interface Palette {
  a: Lch;
  b: Lch;
}

/** All accents share one lightness: dark ink reads on each of them, whatever the art. */
export const accentLightness = 0.74;
const strongestChroma = 0.16;

/** sRGB channels, 0-255, to OKLCH. */
export function fromRgb(red: number, green: number, blue: number): Lch {
  const [r, g, b] = [red, green, blue].map((channel) => {
    const s = channel / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const labA = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const labB = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(labA, labB),
    h: (Math.atan2(labB, labA) * 180) / Math.PI,
  };
}

function toLinear({ l, c, h }: Lch): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** The nearest colour of that lightness and hue that a screen can show, as `#rrggbb`. */
export function toHex(colour: Lch): string {
  let { c } = colour;
  let channels = toLinear(colour);
  while (c > 0.002 && channels.some((v) => v < -0.001 || v > 1.001)) {
    c -= 0.004;
    channels = toLinear({ ...colour, c });
  }
  const bytes = channels.map((v) => {
    const clamped = Math.min(1, Math.max(0, v));
    const s = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
    return Math.round(s * 255)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${bytes.join('')}`;
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const s = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Colours that go well together, five by five, for tracks without art. */
const fans = [
  'ff7a59 ffb36b ff5f8f 8c5bff 4e6bff',
  '22b8c9 2bd4b4 7fe7dc 3a8bff 7a6bff',
  'ff6f91 ff9671 ffc75f e58bff a06cff',
  '2aa58a 57d9a3 a8e6a1 ffb36b ff8a5c',
  '2f6bff 4fb3ff 7fe0e8 8c7bff c48bff',
  'd64f8f ff7eb6 ffb3a7 a36bff 5b5bd6',
  'ff8c42 ffb347 ffe08a ff5f6d c94f9c',
  '3de0a1 38c8e0 5c8dff a071ff ff7ac8',
  '5b6cff 9a6bff e377c2 ff8f80 ffc08a',
  '1ea7c5 4fd1c5 b4f1c8 6a8dff 9f7cf5',
].map((fan) => fan.split(' ').map((hex) => `#${hex}`));

/** A number that is the same for the same id, always (32-bit FNV-1a). */
export function hashOf(trackId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < trackId.length; at++) hash = Math.imul(hash ^ trackId.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}

/** The five `#rrggbb` of a track without art. */
export function fanOf(trackId: string): string[] {
  return fans[hashOf(trackId) % fans.length] ?? [];
}

const fromHex = (hex: string) =>
  fromRgb(...([1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]));
export const accent = (c: number, h: number): Lch => ({ l: accentLightness, c: Math.min(strongestChroma, c), h: (h + 360) % 360 });

/** The palette of a track without art, from its fan. */
export function paletteOfId(trackId: string): Palette {
  const fan = fanOf(trackId);
  const a = fromHex(fan[0] ?? '#808080');
  const b = fromHex(fan[3] ?? '#808080');
  return { a: accent(a.c, a.h), b: accent(b.c, b.h) };
}
