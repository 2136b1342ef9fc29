import { play } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3'] });

test('a tap anywhere on the bar seeks there, once, and so do a drag and a key', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  await ana.joinByLink();
  const slider = ana.page.getByRole('slider', { name: 'Position' });
  await expect(slider).toBeEnabled();
  const durationSec = Math.floor(durationOf('machine_wars.mp3'));
  const { x, y, width, height } = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
  const anchor = async () => (await ana.snapshot()).playState.anchorPositionSec;
  /** By its share of the drawn bar, which is a thumb narrower than the input. */
  const at = (share: number) => [x + 11 + share * (width - 22), y + height / 2] as const;
  const { eventCount } = await ana.snapshot();

  await ana.page.touchscreen.tap(...at(0.75));
  await expect.poll(anchor).toBeCloseTo(0.75 * durationSec, -1);
  const tapped = await anchor();
  await ana.page.mouse.move(...at(0.75));
  await ana.page.mouse.down();
  await ana.page.mouse.move(...at(0.5));
  await ana.page.mouse.move(...at(0.25));
  expect(await anchor(), 'only the release counts').toBe(tapped);
  await ana.page.mouse.up();
  await expect.poll(anchor).toBeCloseTo(0.25 * durationSec, -1);
  const dragged = await anchor();
  await slider.press('ArrowRight');
  await expect.poll(anchor).toBe(dragged + 5);

  expect((await ana.snapshot()).eventCount).toBe(eventCount + 3);
  await ana.press('Play');
  await play([ana]);
});
