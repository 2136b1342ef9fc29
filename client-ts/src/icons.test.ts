import { describe, expect, it } from 'vitest';
import host from '../host.html?raw';
import page from '../index.html?raw';
import manifest from '../public/manifest.webmanifest?raw';

const pictures = import.meta.glob<string>('../public/*.png', { query: '?inline', import: 'default', eager: true });
const bytesOf = (name: string) => atob(pictures[`../public${name}`]?.split(',')[1] ?? '');
/** Of a PNG: its width and height stand in its first 24 bytes. */
const sizeOf = (bytes: string) => [16, 20].map((at) => [0, 1, 2, 3].reduce((sum, i) => sum * 256 + bytes.charCodeAt(at + i), 0)).join('x');

describe('the icon on a home screen', () => {
  it.each([
    ['a phone', page],
    ['the big screen', host],
  ])('of %s is a picture also where no drawing is taken', (_, html) => {
    expect(html).toContain('<link rel="apple-touch-icon" href="/icon-180.png" />');
    expect(html).toContain('<link rel="icon" href="/icon-180.png" type="image/png" sizes="180x180" />');
    expect(html).toContain('href="/icon.svg"');
  });

  it('is as large as is said of it, and small to fetch', () => {
    const icons: { src: string; sizes: string; type: string }[] = JSON.parse(manifest).icons;
    expect(icons.map(({ sizes }) => sizes)).toEqual(['any', '180x180', '512x512']);
    for (const { src, sizes } of icons.filter(({ type }) => type === 'image/png')) {
      expect(sizeOf(bytesOf(src)), src).toBe(sizes);
      expect(bytesOf(src).length, src).toBeLessThan(20_000);
    }
  });
});
