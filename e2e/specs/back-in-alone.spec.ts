import { areStill, areTogether, goesOn, play } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

const isAsleep = (one: Phone, others: Phone) =>
  expect
    .poll(async () => Object.values((await others.snapshot()).clients).find(({ name }) => name === one.name)?.asleep, {
      message: `${one.name} is asleep for the room`,
    })
    .toBe(true);

for (const how of ['a tap', 'by itself when the phone gives the sound back'])
  test(`a phone that was interrupted comes back into the running song alone: ${how}`, async ({ phone }) => {
    const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
    for (const one of [ana, ben]) await one.joinByLink();
    await ana.press('Play');
    await play([ana, ben]);
    const { eventCount } = await ana.snapshot();
    await ana.watch();

    await ben.interrupt();
    await areStill([ben]);
    await expect(ben.button('Tap to listen')).toBeVisible();
    await isAsleep(ben, ana);
    await goesOn(ana, 5);
    if (how === 'a tap') await ben.press('Tap to listen');
    else await ben.giveBack();

    await play([ana, ben]);
    await areTogether([ana, ben]);
    expect((await ana.heard()).breaks, 'nothing is heard of it on the other phone').toEqual([]);
    expect((await ana.snapshot()).eventCount).toBe(eventCount);
  });

test('a phone that is silent by itself holds up no song, and stays silent until its person wants it', async ({ phone }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ana.press('Play');
  await play([ana, ben]);
  await ben.interrupt();
  await isAsleep(ben, ana);

  await ana.press('Next');
  await play([ana]);
  await areStill([ben]);
  await ben.press('Tap to listen');
  await expect(ben.status()).toContainText('you join at the next song');
  await ana.press('Next');
  await play([ana, ben]);
});

test('where the browser wants a tap, the page says so for as long as it does, and any tap will do', async ({ phone }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ben.wantTap(true);
  await ana.press('Play');
  await play([ana]);
  await expect(ben.button('Tap to listen')).toBeVisible();
  await expect(ben.status()).toContainText('wants a tap');
  await isAsleep(ben, ana);
  await goesOn(ana, 2);
  await expect(ben.button('Tap to listen')).toBeVisible();

  await ben.wantTap(false);
  await ben.page.getByRole('heading', { level: 1 }).tap();
  await play([ana, ben]);
  await areTogether([ana, ben]);
});

test('a page that is about to be frozen is not waited for, and is here again when it runs', async ({ phone }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ben.lifecycle('freeze');
  await isAsleep(ben, ana);
  await ana.press('Play');
  await play([ana]);

  await ben.lifecycle('resume');
  await expect.poll(async () => (await ben.me()).active, { message: 'Ben is here again' }).toBe(true);
  await ana.press('Next');
  await play([ana, ben]);
});
