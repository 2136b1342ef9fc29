import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { type Palette, paletteOfId, paletteOfPixels, toHex } from './colour';

/** What a cover is drawn from. */
export interface CoverTrack {
  trackId: string;
  coverUrl: string | null;
}

const paint = (background: string) => `background-image:${background}`;

/** The cover of a track that has none: a fan of its own two colours. */
function largeGradient(trackId: string): string {
  const { a, b } = paletteOfId(trackId);
  const steps = [0, 0.28, 0.55, 1, 0.7, 0.3, 0].map((t) =>
    toHex({ l: 0.68 + 0.1 * Math.sin(Math.PI * t), c: 0.17, h: a.h + t * (((b.h - a.h + 540) % 360) - 180) }),
  );
  return `radial-gradient(circle at 30% 22%, #fff5, transparent 45%), conic-gradient(from ${Math.round(a.h)}deg, ${steps.join(', ')})`;
}

function smallGradient(trackId: string): string {
  const { a, b } = paletteOfId(trackId);
  return `linear-gradient(135deg, ${toHex(a)}, ${toHex({ ...b, l: 0.6 })})`;
}

function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

/** The art of a track as a filled box: its picture, or the gradient while there is none or it does not load. */
export function cover(track: CoverTrack, kind: string): TemplateResult {
  const large = kind !== 'thumb';
  const image = track.coverUrl
    ? html`<img src=${track.coverUrl} alt="" decoding="async" loading=${large ? 'eager' : 'lazy'} draggable="false" @error=${hide} />`
    : nothing;
  return html`${keyed(
    track.trackId + track.coverUrl,
    html`<div class=${kind} .style=${paint(large ? largeGradient(track.trackId) : smallGradient(track.trackId))}>${image}</div>`,
  )}`;
}

const sampled = 28;

/** Reads the palette out of a picture of our own origin; null when it does not load or cannot be read. */
async function paletteOfImage(url: string): Promise<Palette | null> {
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

/** Keeps `--a` and `--b` of `element` at the colours of the track last shown to it. */
export function colourFrom(element: HTMLElement): (track: CoverTrack | undefined) => void {
  let shown = '';
  const set = ({ a, b }: Palette) => {
    element.style.setProperty('--a', toHex(a));
    element.style.setProperty('--b', toHex(b));
  };
  return (track) => {
    const key = track ? track.trackId + track.coverUrl : '';
    if (key === shown) return;
    shown = key;
    if (!track) {
      element.style.removeProperty('--a');
      element.style.removeProperty('--b');
    } else if (!track.coverUrl) set(paletteOfId(track.trackId));
    else
      void paletteOfImage(track.coverUrl).then((palette) => {
        if (shown === key) set(palette ?? paletteOfId(track.trackId));
      });
  };
}
