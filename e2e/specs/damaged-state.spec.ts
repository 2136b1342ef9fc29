import { readFile, writeFile } from 'node:fs/promises';
import { goesOn, play } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { nodes } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test.skip(nodes > 1, 'left out on several nodes: they store the state in a database');
test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

const damage = (one: Phone) => one.page.getByRole('heading', { name: 'The server’s state is damaged' });

test('a damaged state: phones say so and stay paired, and are back by themselves once it is mended', async ({ server, phone }) => {
  const [ana, ben] = [await phone('Ana', 'iPhone SE'), await phone('Ben', 'Pixel 7')];
  for (const one of [ana, ben]) await one.joinByLink();
  await ana.press('Play');
  await play([ana, ben]);
  const before = await ana.snapshot();
  const cookies = [await ana.cookie(), await ben.cookie()];
  await ana.watch();

  await server.kill();
  const whole = await readFile(server.stateFile);
  const half = whole.subarray(0, whole.length / 2);
  await writeFile(server.stateFile, half);
  const saidBefore = server.log.length;
  await server.start();
  await expect(damage(ana)).toBeVisible();
  await expect(ana.page.getByText('Its owner is told in the server’s log how to mend it.')).toBeVisible();
  await goesOn(ana, 2);
  await ben.page.reload();
  await expect(damage(ben)).toBeVisible();
  await expect(ben.page.getByRole('textbox')).toHaveCount(0);
  const dov = await phone('Dov', 'Galaxy S9+');
  await dov.openByLink();
  await dov.page.getByRole('textbox', { name: 'Your name' }).fill('Dov');
  await dov.press('Join');
  await expect(dov.status()).toContainText('The server’s state is damaged');
  const screams = () => server.log.slice(saidBefore).match(/SCREAM.*/g) ?? [];
  expect(screams(), 'its owner is told once').toEqual([expect.stringContaining(server.stateFile)]);
  expect(await readFile(server.stateFile), 'it is left byte for byte').toEqual(half);
  expect([await ana.cookie(), await ben.cookie()]).toEqual(cookies);
  expect(await dov.cookie(), 'no token is given that is stored nowhere').toBe('');

  await server.kill();
  await writeFile(server.stateFile, whole);
  await server.start();
  await expect(damage(ana)).toHaveCount(0);
  await play([ana]);
  await expect(damage(ben)).toHaveCount(0);
  await expect(
    ben
      .button('Join')
      .or(ben.page.getByRole('tab', { name: 'Queue' }))
      .first(),
  ).toBeVisible();
  expect((await ana.heard()).breaks).toEqual([]);
  expect([await ana.cookie(), await ben.cookie()]).toEqual(cookies);
  for (const one of [ana, ben]) expect(one.requests.filter((path) => path === '/pair')).toHaveLength(1);
  expect((await ana.snapshot()).eventCount).toBe(before.eventCount);
  expect(screams()).toHaveLength(1);
});
