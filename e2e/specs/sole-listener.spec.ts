import { goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3'], settings: { 'Session:ListenerGraceSec': 2 } });

test.describe('within the grace', () => {
  // The room starts again when it is over, if she is back by then: longer than a reload and a tap take where a browser works at all.
  test.use({ settings: { 'Session:ListenerGraceSec': 30 } });

  test('a sole listener that reloads is brought back into the sound', async ({ phone }) => {
    const ana = await phone('Ana', 'iPhone 15 Pro Max');
    await ana.joinByLink();
    await ana.press('Play');
    await play([ana]);
    await ana.seekTo(60);
    await expect.poll(async () => (await ana.snapshot()).playState.anchorPositionSec).toBe(60);
    await ana.reload();
    await play([ana]);
    expect((await ana.audio())?.currentTime).toBeGreaterThan(59);
  });
});

test('a sole listener that reloads and never taps leaves a paused room, not one that claims to play', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  await ana.page.reload();
  await expect.poll(async () => (await ana.snapshot()).playState.mode).toBe('paused');
  await expect.poll(async () => (await ana.snapshot()).barrier).toBeNull();
  expect((await ana.me()).listening).toBe(false);
});

test('when the last listener has gone the room pauses where the song was set', async ({ phone }) => {
  const ana = await phone('Ana');
  const ben = await phone('Ben', 'iPhone SE');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  await ana.page.close();
  await goesOn(ben, 3);
  await play([ben]);
  await ben.page.close();
  await expect.poll(async () => (await ben.snapshot()).playState).toEqual({ mode: 'paused', anchorPositionSec: 0 });
  expect((await ben.snapshot()).barrier).toBeNull();
});
