import { expect, test } from '@playwright/test';
import { MeasuredRoom } from './measuredRoom.ts';
import { missing } from './speakers.ts';

const absent = missing('pulseaudio', 'parec');
test.skip(absent.length > 0, `Nothing can be heard here: ${absent.join(', ')} is not installed.`);

test('what comes out of two phones is the same sound', async () => {
  test.setTimeout(180_000);
  const room = await MeasuredRoom.open();
  try {
    await room.ready(3, 'all');
    await room.remote.send('play', { positionSec: 3 });
    const correlation = async () => {
      const atMs = performance.now();
      await room.until(atMs + 1000);
      return room.lagAt(atMs).correlation;
    };
    await expect.poll(correlation, { timeout: 60_000 }).toBeGreaterThan(0.5);

    await room.remote.send('pause', { positionSec: 9 });
    const loudest = async () => {
      const atMs = performance.now();
      await room.until(atMs + 500);
      return room.loudest(atMs, 500);
    };
    // Below what 16 bits can tell from nothing: the graph is kept awake by less.
    await expect.poll(loudest, { timeout: 60_000 }).toBeLessThan(2 ** -16);
  } finally {
    await room.close();
  }
});
