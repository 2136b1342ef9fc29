import { areAll, areTogether, play } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/test.ts';

/** By its name, this browser is Safari on an iPhone; its engine stays what it is. */
const callItApple = (phone: Phone) =>
  phone.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'vendor', { get: () => 'Apple Computer, Inc.' });
    Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'iPhone' });
  });
const files = (phone: Phone) => [
  ...new Set(phone.requests.filter((path) => path.startsWith('/file/')).map((path) => path.replace(/[0-9a-f]{12}/, '…'))),
];

test.describe('FLAC', () => {
  test.use({ songs: ['kelp.flac'] });

  test('comes in MP4 to an iPhone, as it is to others, and both are in step from any place', async ({ phone }) => {
    const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
    await callItApple(ana);
    for (const one of [ana, ben]) await one.joinByLink();
    await ana.press('Play');
    await play([ana, ben]);
    await ben.seekTo(40);
    await areTogether([ana, ben]);
    expect(files(ana)).toEqual(['/file/…?as=mp4']);
    expect(files(ben)).toEqual(['/file/…']);

    await ana.reload();
    expect(files(ana)).toEqual(['/file/…?as=mp4']);
  });
});

test.describe('Apple Lossless', () => {
  test.use({ songs: ['linden.m4a'] });

  test('comes in MP4 to a phone that does not play it', async ({ phone }) => {
    const ana = await phone('Ana');
    await ana.joinByLink();
    await ana.press('Play');
    await play([ana]);
    expect(files(ana)).toEqual(['/file/…?as=mp4']);
  });
});

test.describe('without ffmpeg', () => {
  test.use({ songs: ['kelp.flac'], settings: { 'Remux:Ffmpeg': '' } });

  test('an iPhone plays FLAC from its start, and sits out in words what begins in its middle', async ({ phone }) => {
    const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
    await callItApple(ana);
    for (const one of [ana, ben]) await one.joinByLink();
    await ana.press('Play');
    await play([ana, ben]);

    await ben.seekTo(40);
    await ana.wasTold(/FLAC only from the start/);
    await areAll('silent', [ana]);
    await play([ben]);

    await ben.press('Next');
    await play([ana, ben]);
    expect(files(ana)).toEqual(['/file/…']);
  });
});
