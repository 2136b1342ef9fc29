import { play, sound } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

// 10 MB: it takes a while, and comes in several pieces.
test.use({ songs: ['lake.wav'] });

test('a download goes on where it stopped, after a lost network and after a reload of the page', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const from: number[] = [];
  ana.page.on('request', (request) => {
    if (request.url().includes('/file/')) from.push(Number(/^bytes=(\d+)-$/.exec(request.headers().range ?? '')?.[1] ?? 0));
  });
  const comes = (percents: RegExp) => expect(ana.status()).toContainText(percents);

  ana.proxy.limitFiles(1_000_000);
  await ana.joinByLink();
  await comes(/downloading [3-9]\d%/);
  ana.proxy.break();
  await expect(ana.status()).not.toContainText('downloading');
  ana.proxy.mend();
  await expect.poll(() => from.length).toBeGreaterThan(1);
  await comes(/downloading [5-9]\d%/);
  ana.proxy.limitFiles(0);
  const before = from.length;
  await ana.reload();
  await expect.poll(() => from.length).toBeGreaterThan(before);
  ana.proxy.limitFiles(Number.POSITIVE_INFINITY);
  await ana.press('Play');
  await play([ana]);
  await sound([ana]);

  expect(from[0]).toBe(0);
  expect(from[1]).toBeGreaterThan(2_500_000);
  expect(from[before]).toBeGreaterThan(2_500_000);
  expect((from[before] as number) % (1024 * 1024), 'whole pieces were stored').toBe(0);
  await expect.poll(() => ana.stored()).toEqual(['lake.wav']);
});
