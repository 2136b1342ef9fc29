import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlayer } from './player';
import { type SimulatedElement, SimulatedPage } from './simulated';

const track = async () => new Blob(['song']);

describe('the player', () => {
  let page: SimulatedPage;
  const handlers = { ended: vi.fn(), interrupted: vi.fn(), failed: vi.fn(), duration: vi.fn() };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    page = new SimulatedPage();
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A player that holds the song at its beginning, and the element that does. */
  async function primed(): Promise<{ player: ReturnType<typeof createPlayer>; element: SimulatedElement }> {
    const player = createPlayer(
      () => 0,
      () => 'all',
      handlers,
    );
    const priming = player.prime('song', track, 0, '');
    await vi.advanceTimersByTimeAsync(100);
    expect(await priming).toBe('primed');
    return { player, element: page.elements[0] as SimulatedElement };
  }

  it('learns how long a song is once the element knows it', async () => {
    const { element } = await primed();
    expect(handlers.duration.mock.calls).toEqual([['song', 180, false]]);
    for (const [readyState, duration] of [
      [0, 90],
      [4, 0],
      [4, Number.POSITIVE_INFINITY],
      [4, Number.NaN],
    ] as const) {
      Object.assign(element, { readyState, duration });
      element.dispatchEvent(new Event('durationchange'));
    }
    expect(handlers.duration).toHaveBeenCalledOnce();
  });

  it('learns how long a song is where it ends', async () => {
    const { player, element } = await primed();
    player.start('song', 0, 7, performance.now());
    await vi.advanceTimersByTimeAsync(10_000);
    element.dispatchEvent(new Event('ended'));
    expect(handlers.duration).toHaveBeenLastCalledWith('song', expect.closeTo(10, 0), true);
    expect(handlers.ended).toHaveBeenCalledExactlyOnceWith(7);
  });
});
