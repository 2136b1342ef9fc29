import { describe, expect, test } from 'vitest';
import type { SongView } from '../view';
import { inPieces } from './pieces';
import { type GroupKind, type Narrowed, SongIndex } from './songIndex';

const song = (title: string, artist: string, album = '', fileName = ''): SongView => ({
  trackId: title,
  title,
  artist,
  album,
  fileName,
  durationSec: 1,
  coverUrl: null,
  onThisPhone: false,
});
const songs = [
  song('Café del Mar', 'Énergie 52', 'Three'),
  song('Wanderer', 'Mattias Westlund', 'Battle'),
  song('Deep Path', 'Mattias Westlund', 'Battle', 'live/2009.mp3'),
  song('Straße', 'Wanda'),
];
const ids = songs.map(({ trackId }) => trackId);

async function indexed(): Promise<SongIndex> {
  const index = new SongIndex();
  const byId = new Map(songs.map((one) => [one.trackId, one]));
  await finish(index.add(ids, (id) => byId.get(id) as SongView));
  return index;
}
const finish = <T>(work: Generator<void, T>) =>
  inPieces(
    work,
    async () => {},
    () => false,
  );
const found = async (query: string, group: Narrowed['group'] = null) => finish((await indexed()).find(ids, { query, group }));
const groups = async (kind: GroupKind, query = '') => finish((await indexed()).groups(ids, kind, query));

describe('what is found', () => {
  test('nothing asked, everything found, in order', async () => expect(await found('  ')).toEqual([0, 1, 2, 3]));
  test('title and artist count together', async () => expect(await found('mattias deep')).toEqual([2]));
  test('so do the album and the name of the file', async () => expect(await found('battle 2009')).toEqual([2]));
  test('accents and case do not matter', async () => expect(await found('CAFE energie')).toEqual([0]));
  test('the beginning of a word is enough', async () => expect(await found('wand')).toEqual([1, 3]));
  test('a small typo is forgiven where nothing else is found', async () => {
    expect(await found('wnaderer')).toEqual([1]);
    expect(await found('westlnd deep')).toEqual([2]);
  });
  test('not in a short word, and not where there is a song without', async () => {
    expect(await found('xeep')).toEqual([2]);
    expect(await found('mqr')).toEqual([]);
    expect(await found('wander')).toEqual([1]);
  });
  test('what is not there is not found', async () => expect(await found('zzzzz')).toEqual([]));
  test('only in the chosen album or artist', async () => {
    expect(await found('', { kind: 'album', name: 'Battle' })).toEqual([1, 2]);
    expect(await found('deep', { kind: 'artist', name: 'Mattias Westlund' })).toEqual([2]);
  });
});

describe('albums and artists', () => {
  test('by name, with their songs counted', async () => {
    expect(await groups('album')).toEqual([
      { name: 'Battle', songs: 2 },
      { name: 'Three', songs: 1 },
    ]);
    expect((await groups('artist'))?.map(({ name }) => name)).toEqual(['Énergie 52', 'Mattias Westlund', 'Wanda']);
  });
  test('narrowed by what is typed', async () => expect(await groups('artist', 'west')).toEqual([{ name: 'Mattias Westlund', songs: 2 }]));
});
