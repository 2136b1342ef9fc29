import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Actions, SongView } from '../view';
import { afterFor, createOrders } from './orders';

const order = ['a', 'b', 'c', 'd', 'e'];
/** As the server moves. */
const moved = (trackId: string, after: string) => {
  const others = order.filter((id) => id !== trackId);
  others.splice(others.indexOf(after) + 1, 0, trackId);
  return others;
};

describe('a move to a place', () => {
  test('follows the song that makes it stand there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (from, to) => {
        const after = afterFor(order, from, to);
        if (from === to) expect(after).toBe(null);
        else expect(moved(order[from] as string, after as string)[to]).toBe(order[from]);
      }),
    );
  });

  test('is none for the current song, to its place, or past an end', () => {
    expect([afterFor(order, 0, 2), afterFor(order, 2, 0), afterFor(order, 4, 5), afterFor(order, -1, 2)]).toEqual([null, null, null, null]);
  });
});

test('each order is told in words', () => {
  const change = vi.fn();
  const orders = createOrders({ change } as unknown as Actions);
  const song = { trackId: 't1', title: 'Wanderer' } as SongView;
  orders.wish(song);
  orders.moveAfter(song, { ...song, trackId: 't2', title: 'Deep Path' });
  orders.shuffle();
  expect(change.mock.calls).toEqual([
    ['wish', { trackId: 't1' }, 'You wished Wanderer.'],
    ['move', { trackId: 't1', afterTrackId: 't2' }, 'Wanderer plays after Deep Path.'],
    ['shuffle', {}, 'The queue is shuffled. Wishes stay where they are.'],
  ]);
});
