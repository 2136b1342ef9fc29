import AxeBuilder from '@axe-core/playwright';
import { areAll, areStill, goesOn, play, sound } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { code } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

const names = async (one: Phone) => Object.values((await one.snapshot()).clients).map(({ name }) => name);

test('two rooms side by side: a barrier, a pause and a song in one are none in the other', async ({ server, phone }) => {
  const kitchen = await server.openRoom('Kitchen');
  const [ana, ben, cleo] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7'), await phone('Cleo', 'Galaxy S9+')];
  cleo.proxy.limitFiles(0);
  await ana.joinByLink();
  await ben.joinByHand(kitchen.toLowerCase());
  await ben.isInTheRoom();
  await cleo.joinByLink(`code=${kitchen}&session=Kitchen`);
  expect(await names(ana)).toEqual(['Ana']);
  expect((await names(ben)).toSorted()).toEqual(['Ben', 'Cleo']);

  await ana.press('Play');
  await play([ana]);
  await ana.watch();
  await ben.press('Play');
  await areAll('waiting', [ben, cleo]);
  await goesOn(ana, 1);
  expect((await ana.snapshot()).barrier).toBeNull();
  cleo.proxy.limitFiles(Number.POSITIVE_INFINITY);
  await play([ben, cleo]);

  await ben.press('Pause');
  await areAll('paused', [ben, cleo]);
  await areStill([ben, cleo]);
  await goesOn(ana, 1);
  await ben.press('Next');
  await play([ben, cleo]);
  expect((await ana.queue())[0]).not.toBe((await ben.queue())[0]);
  await goesOn(ana, 1);
  expect((await ana.heard()).breaks).toEqual([]);
  await ana.press('Pause');
  await areStill([ana]);
  await goesOn(ben, 1);

  await ben.button('2 listening').tap();
  await expect(ben.page.getByRole('dialog')).toContainText('Kitchen');
  await expect(ben.page.getByRole('dialog')).not.toContainText('Ana');
});

test('kill -9 of the server: both rooms are there again, and nobody pairs again', async ({ server, phone }) => {
  const kitchen = await server.openRoom('../../Küche & <b>Bad</b>');
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  await ben.joinByHand(kitchen);
  await ben.isInTheRoom();
  await ben.press('Next');
  await play([ben]);
  await ben.watch();
  const before = [await ana.snapshot(), await ben.snapshot()];

  await server.kill();
  await goesOn(ben, 2);
  await server.start();
  for (const [one, listening] of [
    [ana, false],
    [ben, true],
  ] as const)
    await expect.poll(() => one.me(), { message: `${one.name} is back` }).toEqual({ name: one.name, active: true, listening });
  await goesOn(ben, 1);

  expect((await ben.heard()).breaks).toEqual([]);
  for (const [at, one] of [ana, ben].entries()) {
    const { eventCount, queue } = before[at] as (typeof before)[number];
    expect(await one.snapshot()).toMatchObject({ eventCount, queue });
    expect(one.requests.filter((path) => path === '/pair')).toHaveLength(1);
  }
  const cleo = await phone('Cleo');
  await cleo.joinByHand(kitchen);
  await expect(cleo.status()).toContainText(/code/i);
});

test('the big screen opens a room, shows it, and closes it; its phones hear so and the others play on', async ({ server, phone, page }) => {
  await page.goto(server.hostScreen);
  await page.getByRole('button', { name: 'Rooms' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rooms' });
  const name = dialog.getByRole('textbox', { name: 'Name of the new room' });
  await name.fill('Main');
  await dialog.getByRole('button', { name: 'Open room' }).click();
  await expect(dialog.getByRole('alert')).toContainText(/open already/);
  await name.fill('Kitchen');
  await dialog.getByRole('button', { name: 'Open room' }).click();
  await expect(dialog.getByRole('link', { name: /Kitchen/ })).toBeVisible();
  await expect(name).toHaveValue('');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await dialog.getByRole('link', { name: /Kitchen/ }).click();
  await expect(page.getByText('Kitchen', { exact: true })).toBeVisible();
  const shown = (await page.getByLabel(/^Code /).textContent())?.replace(/\s/g, '') ?? '';
  expect(shown).toMatch(/^[A-Z0-9]{8}$/);
  expect(shown).not.toBe(code);
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  await ben.joinByLink(`code=${shown}&session=Kitchen`);
  await expect(page.getByText('Ben').first()).toBeVisible();
  await expect(page.getByText('Ana')).toHaveCount(0);
  for (const one of [ana, ben]) {
    await one.press('Play');
    await play([one]);
  }

  await page.getByRole('button', { name: 'Rooms' }).click();
  await dialog.getByRole('button', { name: 'Close Kitchen' }).click();
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await dialog.getByRole('button', { name: 'Close Kitchen' }).click();
  await expect(dialog.getByText('1 phone goes silent.')).toBeVisible();
  await sound([ben]);
  await dialog.getByRole('button', { name: 'Close room' }).click();

  await expect(page.getByText('Kitchen was closed. This is the main room.')).toBeVisible();
  await expect(page.getByText('Ana').first()).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  await areAll('joining', [ben]);
  await expect(ben.status()).toContainText('Kitchen was closed');
  await areStill([ben]);
  await goesOn(ana, 1);
  expect((await fetch(`http://127.0.0.1:${server.port}/snapshot`, { headers: { cookie: await ben.cookie() } })).status).toBe(401);
  await ben.joinByHand(code);
  await ben.isInTheRoom();
  expect((await names(ana)).toSorted()).toEqual(['Ana', 'Ben']);
});

test('a phone that scans the code of another room is asked, and goes over', async ({ server, phone }) => {
  const kitchen = await server.openRoom('Kitchen');
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  await ben.joinByLink(`code=${kitchen}&session=Kitchen`);
  await ana.openByLink(`code=${kitchen}&session=Kitchen`);
  await expect(ana.page.getByText('Kitchen')).toBeVisible();
  await areAll('joining', [ana]);
  await ana.press('Join');
  await ana.isInTheRoom();
  await ana.press('Play');
  await play([ana, ben]);
  expect((await names(ben)).toSorted()).toEqual(['Ana', 'Ben']);
});
