import { areAll, areTogether, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('who comes in mid-song is silent, and in from the next song on', async ({ phone }) => {
  const early = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'iPhone 15 Pro Max')];
  const [ana] = early as [(typeof early)[0]];
  await Promise.all(early.map((one) => one.joinByLink()));
  await ana.press('Play');
  await play(early);

  const dov = await phone('Dov', 'iPad Mini');
  await dov.joinByLink();
  await areAll('silent', [dov]);
  await expect(dov.page.getByText(/join at the next song/i).first()).toBeVisible();
  await expect(dov.page.getByText(/^You join in \d+:\d\d$/)).toBeVisible();
  await goesOn(ana, 1);
  expect(await dov.sounds()).toBe(false);
  expect(await dov.me()).toMatchObject({ active: true, listening: false });
  await play(early);

  await dov.press('Next');
  await play([...early, dov]);
});

test('Bring everyone in starts the late ones where the others are', async ({ phone }) => {
  const ana = await phone('Ana', 'Galaxy S9+');
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  await goesOn(ana, 8);
  const dov = await phone('Dov', 'iPhone SE');
  await dov.joinByLink();
  await areAll('silent', [dov]);
  const shown = async () => Number(await dov.read("document.querySelector('input[type=range]').value"));
  await expect
    .poll(async () => Math.abs((await shown()) - (await ana.placeSec())) < 2, { message: 'Dov sees where the song is' })
    .toBe(true);
  const beforeSec = await ana.placeSec();
  await dov.press('Bring everyone in');
  await expect.poll(async () => (await ana.snapshot()).eventCount).toBeGreaterThan(3);
  const anchorSec = (await ana.snapshot()).playState.anchorPositionSec;
  expect(anchorSec).toBeGreaterThan(beforeSec - 1);
  await play([ana, dov]);
  for (const one of [ana, dov]) expect((await one.audio())?.currentTime).toBeGreaterThan(anchorSec - 0.5);
  await areTogether([ana, dov]);
});
