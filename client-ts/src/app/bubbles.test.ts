import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBubbles } from './bubbles';

describe('bubbles', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const undo = { label: 'Undo', run: () => {} };

  it('offer to undo the last change alone, for five seconds', () => {
    const bubbles = createBubbles();
    const texts = () => bubbles.list.value.map(({ text }) => text);
    bubbles.tell('info', 'Ben took too long.');
    bubbles.tell('info', 'Wanderer plays next.', undo);
    bubbles.tell('info', 'You wished Deep Path.', undo);
    expect(texts()).toEqual(['Ben took too long.', 'You wished Deep Path.']);
    vi.advanceTimersByTime(4999);
    expect(texts()).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(texts()).toEqual([]);
  });
});
