import { areTogether, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

test('kill -9 of the server in mid-song: no phone stops, none pairs again, all are listeners still', async ({ server, four }) => {
  const [ana, ben] = four;
  await ana.press('Play');
  await play(four);
  const before = await ana.snapshot();
  for (const one of four) await one.watch();

  await server.kill();
  for (const one of four) await goesOn(one, 3);
  await server.start();
  for (const one of four)
    await expect.poll(() => one.me(), { message: `${one.name} is back` }).toEqual({ name: one.name, active: true, listening: true });
  for (const one of four) await goesOn(one, 1);
  await areTogether(four);

  for (const one of four) {
    const heard = await one.heard();
    expect(heard.breaks, one.name).toEqual([]);
    expect(heard.looks, one.name).toBeGreaterThan(0);
    expect(one.requests.filter((path) => path === '/pair')).toHaveLength(1);
  }
  const after = await ana.snapshot();
  expect(after.listeners.toSorted()).toEqual(before.listeners.toSorted());
  expect(after).toMatchObject({ eventCount: before.eventCount, playState: before.playState, queue: before.queue });
  await ben.press('Next');
  await play(four);
});

test('who presses Play the moment the server is back hears the song', async ({ server, phone }) => {
  const ana = await phone('Ana');
  const ben = await phone('Ben');
  for (const one of [ana, ben]) await one.joinByLink();
  await server.kill();
  await server.start();
  await ana.press('Play');
  await play([ana]);
});
