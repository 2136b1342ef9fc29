import { playsSongOf } from '../fixtures/expectations.ts';
import { durationOf } from '../fixtures/music.ts';
import { choose, press, row, showQueue } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3', 'kelp.flac', 'larch.m4a', 'marsh.mp3', 'north.ogg', 'otter.opus'] });

test('wishes of three phones come in fair turns, and each sees whose they are', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  const cleo = await phone('Cleo', 'iPad Mini');
  const three = [ana, ben, cleo];
  await Promise.all(three.map((one) => one.joinByLink()));
  for (const one of three) await one.tab('Queue');
  const [now, a, b, c, d, e] = (await ana.queue()) as [string, string, string, string, string, string];
  await showQueue(three, [now, a, b, c, d, e]);

  await choose(ana, e, 'Wish');
  await showQueue(three, [now, e, a, b, c, d]);
  await choose(ana, d, 'Wish');
  await showQueue(three, [now, e, d, a, b, c]);
  // Nobody has two songs before somebody else has one.
  await choose(ben, c, 'Wish');
  await showQueue(three, [now, e, c, d, a, b]);
  await expect(row(cleo, e)).toContainText('Ana wished it');
  await expect(row(cleo, c)).toContainText('Ben wished it');
  await expect(row(ben, c)).toContainText('You wished it');
  await expect(row(cleo, a)).not.toContainText('wished it');

  await choose(ana, e, 'Take my wish back');
  await ana.wasTold('is no wish any more');
  await showQueue(three, [now, c, d, a, b, e]);
  await ana.press('Undo');
  await showQueue(three, [now, e, c, d, a, b]);

  // What is undone too late changes nothing, and says so.
  await choose(ana, d, 'Take my wish back');
  await showQueue(three, [now, e, c, a, b, d]);
  await press(ben, b, 'Nudge to next-up');
  await showQueue(three, [now, b, e, c, a, d]);
  await ana.press('Undo');
  await ana.wasTold('This phone did not change the queue last');
  await showQueue(three, [now, b, e, c, a, d]);
});

test('four phones wish in turn, and hear their wishes in fair order', async ({ four }) => {
  const [ana, ben, cleo, dov] = four;
  for (const one of four) await one.tab('Queue');
  const [now, a, b, c, d, e] = (await ana.queue()) as [string, string, string, string, string, string];
  const wishes = [
    [ana, e],
    [ana, d],
    [ben, c],
    [cleo, b],
    [dov, a],
  ] as const;
  for (const [before, [one, song]] of wishes.entries()) {
    await choose(one, song, 'Wish');
    await expect.poll(async () => Object.keys((await one.snapshot()).wishes), `${one.name}'s wish is taken`).toHaveLength(before + 1);
  }
  // Ana's second comes after everybody's first.
  const fair = [e, c, b, a, d];
  await showQueue(four, [now, ...fair]);

  await ana.tab('Current Song');
  await ana.press('Play');
  await playsSongOf(durationOf(now), four);
  for (const [turn, song] of fair.entries()) {
    // One of them comes by itself.
    if (turn === 1) await ana.seekTo(durationOf(e) - 2);
    else await ana.press('Next');
    await playsSongOf(durationOf(song), four);
  }
});
