import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { areAll, areStill, goesOn, play, playsSongOf, sound } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import type { Phone } from '../fixtures/phone.ts';
import { code } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3', 'pearl.mp3', 'quay.mp3'] });

async function openRoom(page: Page, screen: string): Promise<Locator> {
  await page.goto(screen);
  await page.getByRole('button', { name: 'This room' }).click();
  return page.getByRole('dialog', { name: 'Main room' });
}

async function queueOf(phone: Phone): Promise<string[]> {
  const index = await phone.index();
  return (await phone.snapshot()).queue.map((id) => index.find(({ trackId }) => trackId === id)?.fileName ?? id);
}

test('an album becomes the room’s music on every phone, and the song that plays goes on until it ends', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  await ben.joinByLink();
  await ana.press('Play');
  await play([ana, ben]);

  const dialog = await openRoom(page, server.hostScreen);
  await dialog.getByRole('tab', { name: 'Music' }).click();
  await expect(dialog.getByRole('checkbox', { name: /^Everything/ })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: /The Makers.*3 songs/ })).toBeVisible();
  await dialog.getByRole('searchbox', { name: 'Find music' }).fill('tíd');
  await dialog.getByRole('checkbox', { name: /Tides.*2 songs/ }).check();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  for (const one of [ana, ben]) {
    await expect.poll(() => queueOf(one)).toEqual(['island.mp3', 'pearl.mp3', 'quay.mp3']);
    await goesOn(one, 1);
  }
  await ana.press('Next');
  await playsSongOf(durationOf('pearl.mp3'), [ana, ben]);
  for (const one of [ana, ben]) expect(await queueOf(one)).toEqual(['pearl.mp3', 'quay.mp3']);

  await page.reload();
  await page.getByRole('button', { name: 'This room' }).click();
  await dialog.getByRole('tab', { name: 'Music' }).click();
  await expect(dialog.getByText('2 songs play in this room.')).toBeVisible();
  await dialog.getByRole('checkbox', { name: /Tides/ }).uncheck();
  await expect(dialog.getByRole('checkbox', { name: /^Everything/ })).toBeChecked();
  await expect.poll(() => queueOf(ben)).toEqual(['pearl.mp3', 'island.mp3', 'quay.mp3']);
});

test('a new code is asked for twice, and lets phones in that the old one does not', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  const dialog = await openRoom(page, server.hostScreen);
  await dialog.getByRole('button', { name: 'New code' }).click();
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await expect(dialog).toContainText('ABCD EFGH');
  await dialog.getByRole('button', { name: 'New code' }).click();
  await dialog.getByRole('button', { name: 'Make new code' }).click();
  await expect(dialog).not.toContainText('ABCD EFGH');
  const renewed = ((await dialog.locator('.code').textContent()) ?? '').replace(/\s/g, '');
  expect(renewed).toMatch(/^[A-Z0-9]{8}$/);

  await ben.joinByHand(code);
  await expect(ben.status()).toContainText(/code/i);
  await ben.joinByHand(renewed);
  await ben.isInTheRoom();
  expect(Object.values((await ana.snapshot()).clients).map(({ name }) => name)).toEqual(expect.arrayContaining(['Ana', 'Ben']));
});

test('the room is handed to its hosts, who are made and unmade on the big screen', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  await ana.joinByLink();
  await ben.joinByLink();
  const pause = async (one: Phone) => {
    const { eventCount } = await one.snapshot();
    const headers = { cookie: await one.cookie(), 'If-Match-Event': String(eventCount), 'Content-Type': 'application/json' };
    return (await fetch(`http://127.0.0.1:${server.port}/pause`, { method: 'POST', headers, body: '{"positionSec":0}' })).status;
  };

  const dialog = await openRoom(page, server.hostScreen);
  await dialog.getByRole('radio', { name: 'Only hosts' }).click();
  await expect(dialog.getByRole('radio', { name: 'Only hosts' })).toBeChecked();
  await expect.poll(() => pause(ben)).toBe(403);
  await dialog.getByRole('button', { name: 'Make host: Ana' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ana' })).toContainText('host · here');
  expect(await pause(ana)).toBe(200);
  expect(await pause(ben)).toBe(403);
  await ana.press('Play');
  await play([ana, ben]);
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('listening');

  await dialog.getByRole('button', { name: 'Make guest: Ana' }).click();
  await expect(dialog.getByRole('button', { name: 'Make host: Ana' })).toBeVisible();
  expect(await pause(ana)).toBe(403);
  await dialog.getByRole('radio', { name: 'Everyone' }).click();
  await expect.poll(() => pause(ben)).toBe(200);
  await areAll('paused', [ana, ben]);
});

test('a phone is renamed on the big screen, which says why it is silent', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ana.press('Play');
  await play([ana, ben]);
  const dialog = await openRoom(page, server.hostScreen);
  await ben.interrupt();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('silent: a call, or headphones out');

  await dialog.getByRole('button', { name: 'Rename Ben' }).click();
  const field = dialog.getByRole('textbox', { name: 'New name of Ben' });
  await expect(field).toBeFocused();
  await field.fill('Benedict');
  await field.press('Enter');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Benedict' })).toContainText('silent: a call, or headphones out');
  await ben.press('Tap to listen');
  await sound([ana, ben]);
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Benedict' })).toContainText('listening');
});

test('a phone is removed on the big screen: it falls silent and is told why, and the other plays on', async ({ server, phone, page }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ana.press('Play');
  await play([ana, ben]);
  const dialog = await openRoom(page, server.hostScreen);
  await dialog.getByRole('button', { name: 'Remove Ben' }).click();
  await dialog.getByRole('button', { name: 'Remove phone', exact: true }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Ben' })).toHaveCount(0);

  await expect(ben.status()).toContainText('The host has removed this phone');
  await areStill([ben]);
  expect(Object.values((await ana.snapshot()).clients).map(({ name }) => name)).toEqual(['Ana']);
  await goesOn(ana, 1);
  await ben.joinByHand(code);
  await ben.isInTheRoom();
});
