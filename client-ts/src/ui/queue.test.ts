import { describe, expect, test } from 'vitest';
import { found } from './queue';
import type { TrackView } from './view';

const track = (title: string, artist: string): TrackView => ({
  trackId: title,
  title,
  artist,
  durationSec: 1,
  coverUrl: null,
  onThisPhone: false,
});
const queue = [track('Café del Mar', 'Énergie 52'), track('Wanderer', 'Mattias Westlund'), track('Deep Path', 'Mattias Westlund')];
const places = (query: string) => found(queue, query).map(({ at }) => at);

describe('found', () => {
  test('nothing asked, everything found, in order', () => expect(places('  ')).toEqual([0, 1, 2]));
  test('title and artist count together', () => expect(places('mattias deep')).toEqual([2]));
  test('accents and case do not matter', () => expect(places('CAFE energie')).toEqual([0]));
  test('keeps the place in the queue', () => expect(places('westlund')).toEqual([1, 2]));
  test('what is not there is not found', () => expect(places('zzz')).toEqual([]));
});
