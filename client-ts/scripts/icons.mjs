// Draws public/icon.svg as the PNG icons that home screens want. Usage: node scripts/icons.mjs
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const icon = (name) => fileURLToPath(new URL(`../public/${name}`, import.meta.url));
const drawing = await readFile(icon('icon.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of [180, 512]) await writeFile(icon(`icon-${size}.png`), pngOf(await page.evaluate(pixelsOf, { drawing, size }), size));
await browser.close();

/** In the page: red, green, blue and alpha of each pixel. */
async function pixelsOf({ drawing, size }) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(drawing.replace('<svg', `<svg width="${size}" height="${size}"`))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(size, size).getContext('2d');
  canvas.drawImage(image, 0, 0);
  return [...canvas.getImageData(0, 0, size, size).data];
}

/** A browser's own PNG of a large icon is half as large again: it filters what repeats as it is. */
function pngOf(pixels, size) {
  const rows = Array.from({ length: size }, (_, y) => {
    const row = pixels.slice(y * size * 4, (y + 1) * size * 4);
    return [0, ...row.filter((_, at) => at % 4 < 3)];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits each of red, green and blue.
  header.set([8, 2], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Buffer.from(rows.flat()), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
