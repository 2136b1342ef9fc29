import { accent, accentLightness, fromRgb, type Palette } from './colour';

const hueBins = 24;
const sampled = 28;

/** Reads the palette out of a picture of our own origin; null when it does not load or cannot be read. */
export async function paletteOfImage(url: string): Promise<Palette | null> {
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = sampled;
    canvas.height = sampled;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (!pen) return null;
    pen.drawImage(image, 0, 0, sampled, sampled);
    return paletteOfPixels(pen.getImageData(0, 0, sampled, sampled).data);
  } catch {
    return null; // No picture is no failure: the gradient stands in for it.
  }
}

/**
 * The two colours that speak loudest in a picture: the hue with the most chroma, and the strongest one well apart from it.
 * @param rgba pixels as a canvas gives them; a few hundred suffice.
 */
export function paletteOfPixels(rgba: Uint8ClampedArray): Palette {
  const bins = Array.from({ length: hueBins }, () => ({ weight: 0, x: 0, y: 0, vivid: 0 }));
  let seen = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) continue;
    const { l, c, h } = fromRgb(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0);
    seen++;
    if (l < 0.12 || c < 0.015) continue;
    const bin = bins[Math.floor((((h % 360) + 360) % 360) / (360 / hueBins)) % hueBins];
    if (!bin) continue;
    bin.weight += c;
    bin.x += c * Math.cos((h * Math.PI) / 180);
    bin.y += c * Math.sin((h * Math.PI) / 180);
    // A dark colour has little chroma and is vivid all the same.
    bin.vivid += (c * c * accentLightness) / Math.max(0.35, l);
  }
  const colours = bins
    .filter((bin) => bin.weight > 0.004 * seen)
    .map((bin) => ({ weight: bin.weight, h: (Math.atan2(bin.y, bin.x) * 180) / Math.PI, c: 1.2 * (bin.vivid / bin.weight) }));
  const first = colours.sort((x, y) => y.weight - x.weight)[0];
  if (!first) return { a: accent(0.012, 60), b: accent(0.012, 260) };
  const apart = (h: number) => Math.abs(((h - first.h + 540) % 360) - 180);
  const second = colours.filter((colour) => apart(colour.h) > 40)[0];
  return { a: accent(first.c, first.h), b: second ? accent(second.c, second.h) : accent(first.c, first.h + 45) };
}
