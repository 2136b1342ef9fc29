import { areAll } from '../fixtures/expectations.ts';
import { choose, press, row, showQueue } from '../fixtures/queueTab.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['island.mp3', 'kelp.flac', 'larch.m4a', 'marsh.mp3', 'north.ogg', 'otter.opus'] });

test('the order of the queue, changed on two phones, is one', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  const two = [ana, ben];
  await Promise.all(two.map((one) => one.joinByLink()));
  for (const one of two) await one.tab('Queue');
  const [now, a, b, c, d, e] = (await ana.queue()) as [string, string, string, string, string, string];
  await showQueue(two, [now, a, b, c, d, e]);

  await choose(ana, c, 'Move up');
  await showQueue(two, [now, a, c, b, d, e]);
  await choose(ben, a, 'Play after…', d.split('.')[0] as string);
  await showQueue(two, [now, c, b, d, a, e]);
  await ben.press('Undo');
  await showQueue(two, [now, a, c, b, d, e]);

  await choose(ben, b, 'Not tonight');
  await showQueue(two, [now, a, c, d, e]);
  await ana.press('Put aside (1)');
  await press(ana, b, 'Bring back');
  await expect(ana.page.getByText('Nothing is put aside.')).toBeVisible();
  await ana.press('Songs');
  await showQueue(two, [now, a, c, d, e, b]);

  await ana.press('Shuffle');
  await ana.wasTold('The queue is shuffled');
  const shuffled = await ana.queue();
  expect(shuffled.toSorted()).toEqual([now, a, b, c, d, e].toSorted());
  await showQueue(two, shuffled);
  await ana.press('Undo');
  await showQueue(two, [now, a, c, d, e, b]);

  // Previous: what has ended comes back, and the song that was current follows it.
  await ana.tab('Current Song');
  await ana.press('Next');
  await expect.poll(() => ana.queue()).toEqual([a, c, d, e, b, now]);
  await areAll('playing', two);
  await ana.press('Previous');
  await showQueue([ben], [now, a, c, d, e, b]);
  await ana.press('Undo');
  await showQueue([ben], [a, c, d, e, b, now]);
  await areAll('playing', two);
});

test('a row is moved by its handle, under a finger and with the arrow keys', async ({ phone }) => {
  const ana = await phone('Ana', 'Pixel 7');
  await ana.joinByLink();
  await ana.tab('Queue');
  const [now, a, b, c, d, e] = (await ana.queue()) as [string, string, string, string, string, string];
  await showQueue([ana], [now, a, b, c, d, e]);

  const handle = row(ana, a).getByRole('button', { name: 'More' });
  const from = await handle.boundingBox();
  const to = await row(ana, c).boundingBox();
  if (!from || !to) throw new Error('no rows');
  const x = from.x + from.width / 2;
  await ana.drag([x, from.y + from.height / 2], [x, to.y + to.height / 2]);
  await showQueue([ana], [now, b, c, a, d, e]);
  await expect(ana.page.getByRole('dialog')).toHaveCount(0);

  await row(ana, a).getByRole('button', { name: 'More' }).press('ArrowUp');
  await showQueue([ana], [now, b, a, c, d, e]);
  await expect(row(ana, a).getByRole('button', { name: 'More' })).toBeFocused();
});

test('a row is swiped aside, nudged, and held down for its menu; a finger that scrolls does none of it', async ({ phone }) => {
  const ana = await phone('Ana', 'Pixel 7');
  await ana.joinByLink();
  await ana.tab('Queue');
  const [now, a, b, c, d, e] = (await ana.queue()) as [string, string, string, string, string, string];
  await showQueue([ana], [now, a, b, c, d, e]);
  const middle = async (song: string): Promise<[number, number]> => {
    const box = await row(ana, song).locator('.what').boundingBox();
    if (!box) throw new Error('no row');
    return [box.x + box.width / 2, box.y + box.height / 2];
  };

  let [x, y] = await middle(c);
  await ana.drag([x, y], [x - 150, y + 5]);
  await showQueue([ana], [now, a, b, d, e]);
  await ana.press('Undo');
  await showQueue([ana], [now, a, b, c, d, e]);

  [x, y] = await middle(d);
  await ana.drag([x, y], [x + 150, y + 5]);
  await showQueue([ana], [now, d, a, b, c, e]);
  await ana.wasTold('plays next');

  [x, y] = await middle(b);
  await ana.drag([x, y], [x + 60, y - 180]);
  await ana.drag([x, y], [x + 40, y]);
  await showQueue([ana], [now, d, a, b, c, e]);

  [x, y] = await middle(a);
  await ana.hold({ x, y });
  await expect(ana.page.getByRole('dialog')).toBeVisible();
  await ana.press('Not tonight');
  await showQueue([ana], [now, d, b, c, e]);
});
