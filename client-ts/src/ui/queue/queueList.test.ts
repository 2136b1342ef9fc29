import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueView, SongView } from '../view';
import { QueueList } from './queueList';

const titles = ['Wanderer', 'Deep Path', 'Frontiers'];
const song = (trackId: string): SongView => {
  const title = titles[Number(trackId)] as string;
  return { trackId, title, artist: '', album: 'One', fileName: '', durationSec: 1, coverUrl: null, onThisPhone: false };
};
const queueOf = (order: string[], library: object): QueueView => ({
  order,
  wishes: new Map(),
  putAside: [],
  copies: {},
  phones: 1,
  song,
  library,
});
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve));
};

describe('the list', () => {
  const library = {};
  let list: QueueList;
  beforeEach(() => {
    list = new QueueList();
    list.update(queueOf(['0', '1', '2'], library));
  });
  const places = () => (list.shown.value.kind === 'songs' ? list.shown.value.places : 'groups');

  it('is the whole queue, with no copy of it', () => expect(places()).toBe(null));

  it('is what is typed, at its new places when the queue changes', async () => {
    list.query.value = 'front';
    list.update(queueOf(['0', '1', '2'], library));
    await until(() => places() !== null);
    expect(places()).toEqual([2]);
    list.update(queueOf(['2', '0', '1'], library));
    await until(() => places()?.[0] === 0);
    list.query.value = '';
    list.update(queueOf(['2', '0', '1'], library));
    expect(places()).toBe(null);
  });

  it('is the albums, and then the songs of the chosen one', async () => {
    const queue = queueOf(['0', '1', '2'], library);
    list.browse.value = 'album';
    list.update(queue);
    await until(() => places() === 'groups');
    expect(list.shown.value).toEqual({ kind: 'groups', groups: [{ name: 'One', songs: 3 }] });
    list.group.value = { kind: 'album', name: 'One' };
    list.update(queue);
    await until(() => places() !== 'groups');
    expect(places()).toEqual([0, 1, 2]);
  });

  it('reads the songs anew when the library is another', async () => {
    list.query.value = 'wand';
    list.update(queueOf(['0'], {}));
    await until(() => places() !== null);
    expect(places()).toEqual([0]);
  });
});
