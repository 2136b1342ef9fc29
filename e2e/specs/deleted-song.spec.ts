import { goesOn, playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

test('a song that is deleted while it sounds plays to its end', async ({ server, phone, page }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await playsSongOf(durationOf('machine_wars.mp3'), [ana, ben]);
  await ana.watch();

  await server.removeSong('machine_wars.mp3');
  await page.goto(server.hostScreen);
  await page.getByRole('button', { name: 'Rescan library' }).click();
  const names = async () => (await server.index(await ana.cookie())).map(({ fileName }) => fileName);
  await expect.poll(names).toEqual(['time_to_strike.mp3']);
  await goesOn(ana, 2);
  expect((await ana.heard()).breaks).toEqual([]);

  await ben.seekTo(Math.floor(durationOf('machine_wars.mp3')) - 3);
  await playsSongOf(durationOf('time_to_strike.mp3'), [ana, ben]);
  // Nobody pressed Next: a phone came to the song's end, and said so.
  const ends = [ana, ben].flatMap(({ answers }) => answers).filter(({ command, status }) => command === 'next' && status === 200);
  expect(ends).toHaveLength(1);
  expect(await ana.queue()).toEqual(['time_to_strike.mp3']);
});
