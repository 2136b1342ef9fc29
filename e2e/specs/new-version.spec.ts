import { goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

test('a page that is older than the server plays on, and reloads itself once it is quiet', async ({ server, phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  const page = `${server.origin}/`;
  const updated = '<script type="module" src="/assets/index-updated.js"></script>';
  await ben.page.route(page, (route) => route.fulfill({ contentType: 'text/html', body: updated }), { times: 1 });
  const looked = ben.page.waitForResponse(page);
  await ben.watch();

  ben.proxy.break();
  await expect.poll(async () => (await ben.me()).active).toBe(false);
  ben.proxy.mend();
  await looked;
  await goesOn(ben, 1);
  expect((await ben.heard()).breaks).toEqual([]);

  const reloaded = ben.page.waitForEvent('load');
  await ana.press('Pause');
  await reloaded;
  await ben.isInTheRoom();
  await ana.press('Play');
  await play([ana, ben]);
});
