import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { fanOf, hashOf, type Palette, paletteOfId, toHex } from './colour';

/** What a cover is drawn from. */
export interface CoverTrack {
  trackId: string;
  coverUrl: string | null;
}

const paint = (background: string) => `background-image:${background}`;

/** The cover of a track that has none: soft lights of its own five colours, each track's its own way round. */
function largeGradient(trackId: string): string {
  const fan = fanOf(trackId);
  const hash = hashOf(trackId);
  const place = (at: number) => {
    const turn = at / 4 + (hash % 97) / 97;
    const far = 38 + ((hash >>> (at * 5)) % 12);
    return `${Math.round(50 + far * Math.cos(turn * 2 * Math.PI))}% ${Math.round(50 + far * Math.sin(turn * 2 * Math.PI))}%`;
  };
  const lights = fan.slice(1).map((colour, at) => `radial-gradient(circle at ${place(at)}, ${colour}, ${colour}00 62%)`);
  return `radial-gradient(circle at 28% 20%, #fff6, #fff0 42%), ${lights.join(', ')}, linear-gradient(${fan[0]}, ${fan[0]})`;
}

function smallGradient(trackId: string): string {
  const fan = fanOf(trackId);
  const at = hashOf(trackId) >>> 9;
  return `linear-gradient(135deg, ${fan[at % 5]}, ${fan[(at + 2) % 5]})`;
}

function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

function uncover(event: Event): void {
  // Else the gradient shines past the rounded corners.
  (event.target as HTMLElement).parentElement?.style.setProperty('background', 'none');
}

/** The art of a track as a filled box: its picture, or the gradient while there is none or it does not load. */
export function cover(track: CoverTrack, kind: string): TemplateResult {
  const large = kind !== 'thumb';
  const image = track.coverUrl
    ? html`<img src=${track.coverUrl + (large ? '' : '?size=128')} alt="" decoding="async" loading=${large ? 'eager' : 'lazy'} draggable="false" @error=${hide} @load=${uncover} />`
    : nothing;
  return html`${keyed(
    track.trackId + track.coverUrl,
    html`<div class=${kind} .style=${paint(large ? largeGradient(track.trackId) : smallGradient(track.trackId))}>${image}</div>`,
  )}`;
}

/** What reads pictures comes when there is one to read. */
const paletteOfPicture = async (url: string) => (await import('./picture')).paletteOfImage(url);

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
      void paletteOfPicture(track.coverUrl).then((palette) => {
        if (shown === key) set(palette ?? paletteOfId(track.trackId));
      });
  };
}
