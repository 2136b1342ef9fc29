import { areTogether, goesOn, play, sound } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

test('a phone that loses the network for a while goes on sounding, and is a listener when it is back', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  const { eventCount, anchorEvent } = await ana.snapshot();
  for (const one of [ana, ben]) await one.watch();

  ben.proxy.break();
  await expect.poll(async () => (await ana.snapshot()).clients[await ana.clientId()]?.active).toBe(true);
  await expect.poll(async () => (await ben.me()).active).toBe(false);
  await goesOn(ben, 2);
  ben.proxy.mend();
  await expect.poll(() => ben.me()).toEqual({ name: 'Ben', active: true, listening: true });
  await goesOn(ben, 1);
  await areTogether([ana, ben]);

  for (const one of [ana, ben]) {
    const heard = await one.heard();
    expect(heard.breaks, one.name).toEqual([]);
    expect(heard.looks, one.name).toBeGreaterThan(0);
  }
  expect(ben.requests.filter((path) => path.startsWith('/events')).at(-1)).toMatch(
    new RegExp(`^/events\\?sounding=${anchorEvent}&positionSec=[0-9.]+$`),
  );
  expect((await ana.snapshot()).eventCount).toBe(eventCount);
  await play([ana, ben]);
});

test('what was paused meanwhile is paused on the phone that comes back', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  ben.proxy.break();
  await expect.poll(async () => (await ben.me()).active).toBe(false);
  await ana.press('Pause');
  await expect.poll(() => ana.state()).toBe('paused');
  await sound([ben]);
  ben.proxy.mend();
  await expect.poll(() => ben.state()).toBe('paused');
  await expect.poll(() => ben.sounds()).toBe(false);
});
