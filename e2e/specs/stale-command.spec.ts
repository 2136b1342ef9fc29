import { areAll, areStill, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

test('a command given on old news changes nothing, says so, and brings the phone up to date', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);

  ana.proxy.holdEvents();
  await ben.seekTo(150);
  await expect.poll(async () => (await ben.snapshot()).playState.anchorPositionSec).toBe(150);
  const { eventCount } = await ben.snapshot();
  expect(await ana.eventCount()).toBeLessThan(eventCount);

  await ana.press('Pause');
  await ana.wasTold('Ben was faster. Out of date');
  expect(ana.answers.filter(({ command }) => command === 'pause')).toEqual([{ command: 'pause', status: 409 }]);
  expect(await ben.snapshot()).toMatchObject({ eventCount, playState: { mode: 'playing', anchorPositionSec: 150 } });
  await expect.poll(() => ana.eventCount()).toBe(eventCount);
  await expect.poll(async () => (await ana.audio())?.currentTime ?? 0).toBeGreaterThan(149);
  await play([ana, ben]);

  // Now it knows better; and the news that comes late is no news.
  await ana.press('Pause');
  await areAll('paused', [ana, ben]);
  ana.proxy.releaseEvents();
  await areStill([ana, ben]);
  await expect.poll(() => ana.eventCount()).toBe(eventCount + 1);
  await areAll('paused', [ana, ben]);
});
