import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { areAll, sound } from '../fixtures/expectations.ts';
import { musicDir } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

const songs = ['frontiers.mp3', 'machine_wars.mp3', 'time_to_strike.mp3'];
const budgetBytes = 8_000_000;
// Any two of them fit, all three do not.
test.use({ songs, storage: { 'colisten.budgetBytes': String(budgetBytes) } });

test('a full cache makes room, but never at the cost of the current song or the next', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  await ana.joinByLink();
  await ana.press('Play');
  await areAll('playing', [ana]);
  for (let step = 0; step < 2 * songs.length; step++) {
    const [current, next] = (await ana.queue()) as [string, string];
    await expect.poll(() => ana.stored(), { message: `${next} is fetched ahead` }).toEqual(expect.arrayContaining([current, next]));
    const kept = await Promise.all((await ana.stored()).map(async (name) => (await stat(join(musicDir, name))).size));
    expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(budgetBytes);
    const fetched = await ana.downloads(next);
    await ana.press('Next');
    await expect.poll(async () => (await ana.queue())[0]).toBe(next);
    await areAll('playing', [ana]);
    await sound([ana]);
    expect(await ana.downloads(next), `${next} was there already`).toBe(fetched);
  }
  expect(await ana.downloads(), 'some had to be fetched again').toBeGreaterThan(songs.length);
});
