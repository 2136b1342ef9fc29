import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actions, QueueView, SongView } from '../view';
import { RowDrag } from './drag';
import { createOrders } from './orders';

const song = (trackId: string) => ({ trackId, title: trackId }) as SongView;
const queueOf = (...order: string[]): QueueView => ({ order, wishes: new Map(), putAside: [], copies: {}, phones: 1, song, library: {} });
const key = (name: string) => ({ key: name, preventDefault: vi.fn() }) as unknown as KeyboardEvent;

describe('the arrow keys on a handle', () => {
  const change = vi.fn();
  let drag: RowDrag;
  beforeEach(() => {
    change.mockClear();
    drag = new RowDrag(createOrders({ change } as unknown as Actions));
    drag.update(queueOf('now', 'a', 'b', 'c'), true);
  });
  const moves = () => change.mock.calls.map(([, body]) => body);

  it('move the song by one place', () => {
    drag.byKey(key('ArrowDown'), 'a');
    drag.byKey(key('ArrowUp'), 'c');
    expect(moves()).toEqual([
      { trackId: 'a', afterTrackId: 'b' },
      { trackId: 'c', afterTrackId: 'a' },
    ]);
  });

  it('move nothing past the current song or the end, and nothing where the list is not the queue', () => {
    drag.byKey(key('ArrowUp'), 'a');
    drag.byKey(key('ArrowDown'), 'c');
    drag.byKey(key('Enter'), 'b');
    drag.update(queueOf('now', 'a', 'b', 'c'), false);
    drag.byKey(key('ArrowDown'), 'a');
    expect(moves()).toEqual([]);
  });
});
