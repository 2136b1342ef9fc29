import { areAll, areStill, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

test('any phone pauses, resumes and seeks for all', async ({ four }) => {
  const [ana, ben, cleo, dov] = four;
  await ana.press('Play');
  await play(four);
  await goesOn(ben, 2);

  await ben.press('Pause');
  await areAll('paused', four);
  await areStill(four);
  const paused = (await ben.snapshot()).playState;
  expect(paused.mode).toBe('paused');
  expect(paused.anchorPositionSec).toBeGreaterThan(1);

  await cleo.press('Play');
  await play(four);
  expect((await cleo.snapshot()).playState.anchorPositionSec).toBeCloseTo(paused.anchorPositionSec, 0);
  for (const one of four) expect((await one.audio())?.currentTime).toBeGreaterThan(paused.anchorPositionSec - 1);

  const before = (await dov.snapshot()).eventCount;
  await dov.seekTo(200);
  for (const one of four)
    await expect.poll(async () => (await one.audio())?.currentTime ?? 0, { message: `${one.name} jumps` }).toBeGreaterThan(199);
  await play(four);
  // A seek is one event: nobody was asked to get ready again.
  expect((await dov.snapshot()).eventCount).toBe(before + 1);
  expect((await dov.snapshot()).playState).toEqual({ mode: 'playing', anchorPositionSec: 200 });
});

test('a seek while paused moves the place where all resume', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone 15 Pro Max');
  const ben = await phone('Ben', 'iPad (gen 7)');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.seekTo(90);
  await expect.poll(async () => (await ana.snapshot()).playState).toEqual({ mode: 'paused', anchorPositionSec: 90 });
  await expect.poll(() => ben.page.getByRole('slider', { name: 'Position' }).inputValue()).toBe('90');
  await areStill([ana, ben]);
  await ben.press('Play');
  await play([ana, ben]);
  for (const one of [ana, ben]) expect((await one.audio())?.currentTime).toBeGreaterThan(89);
});
