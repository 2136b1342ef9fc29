import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { areAll } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { choose, press, row } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['marsh.mp3'] });

/** More than a queue that is sent whole with each change. */
const songs = 45;

/** Waits until the first rows of each phone are the first songs of the server's queue. */
async function agree(phones: readonly Phone[], first: readonly string[]): Promise<void> {
  const [one] = phones as [Phone];
  await expect.poll(async () => (await one.queue()).slice(0, first.length)).toEqual(first);
  for (const phone of phones) {
    const titles = async () => (await phone.page.locator('.row .what p').allTextContents()).slice(0, first.length);
    await expect.poll(titles, { message: `what ${phone.name} sees` }).toEqual(first.map((song) => song.replace('.mp3', '')));
  }
}

test('a long queue follows each change by what is different, and draws the rows that are seen', async ({ phone, server }) => {
  const music = join(server.home, 'music');
  for (let n = 1; n < songs; n++) await link(join(music, 'marsh.mp3'), join(music, `copy${n + 10}.mp3`));
  await server.host('rescan', {});
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  const two = [ana, ben];
  await Promise.all(two.map((one) => one.joinByLink()));
  for (const one of two) await one.tab('Queue');
  const before = await ana.queue();
  expect(before).toHaveLength(songs);
  const [now, a, b, c] = before as [string, string, string, string];
  await agree(two, [now, a, b, c]);
  for (const one of two) {
    await expect(one.page.getByText(`${songs} songs`)).toBeVisible();
    expect(await one.page.locator('.row').count(), 'rows that are drawn').toBeLessThan(30);
  }
  const asked = two.map((one) => one.requests.filter((path) => path === '/snapshot').length);

  const far = before[40] as string;
  await ana.page.getByRole('searchbox').fill(far.replace('.mp3', ''));
  await press(ana, far, 'Nudge to next-up');
  await ana.page.getByRole('searchbox').fill('');
  await agree(two, [now, far, a, b]);
  await choose(ben, a, 'Not tonight');
  await agree(two, [now, far, b, c]);
  await ben.press('Undo');
  await agree(two, [now, far, a, b]);

  await ana.tab('Current Song');
  await ana.press('Next');
  await areAll('playing', two);
  await ana.tab('Queue');
  await agree(two, [far, a, b, c]);

  // The last row is there once somebody looks for it: it is the song that has ended.
  await ben.page.locator('.list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(row(ben, now)).toBeVisible();
  expect(two.map((one) => one.requests.filter((path) => path === '/snapshot').length)).toEqual(asked);
});
