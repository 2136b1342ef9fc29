import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlayer } from './player';
import { type SimulatedElement, SimulatedPage } from './simulated';
import { leadMs } from './startLatency';

const track = async () => new Blob(['song']);

describe('the player', () => {
  let page: SimulatedPage;
  /** Of the songs, as the room wants it. */
  let volume = 1;
  const handlers = { ended: vi.fn(), interrupted: vi.fn(), resumed: vi.fn(), failed: vi.fn(), stands: vi.fn(), duration: vi.fn() };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    page = new SimulatedPage();
    volume = 1;
    vi.stubGlobal('document', page);
    vi.stubGlobal('navigator', {});
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
      () => volume,
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

  it('moves what sounds when the new place is due, and lets it sound until then', async () => {
    const { player, element } = await primed();
    player.start('song', 0, 7, performance.now());
    await vi.advanceTimersByTimeAsync(10_000);
    player.seek(90, 8, performance.now());
    expect(player.positionSec()).toBe(90);
    await vi.advanceTimersByTimeAsync(100);
    expect(element.currentTime).toBeCloseTo(10, 0);
    expect(element.paused).toBe(false);
    await vi.advanceTimersByTimeAsync(leadMs - 100 + 500);
    expect(element.currentTime).toBeCloseTo(90.5, 1);
    expect(player.positionSec()).toBeCloseTo(90.5, 1);
  });

  it('does not take the end of what sounds until then for the end of the song', async () => {
    const { player, element } = await primed();
    player.start('song', 0, 7, performance.now());
    await vi.advanceTimersByTimeAsync(10_000);
    player.seek(90, 8, performance.now());
    element.dispatchEvent(new Event('ended'));
    expect(handlers.ended).not.toHaveBeenCalled();
  });

  it('is silent where it does not hold what starts', async () => {
    const { player, element } = await primed();
    player.start('song', 0, 7, performance.now());
    await vi.advanceTimersByTimeAsync(1000);
    player.start('other', 0, 8, performance.now());
    expect([player.sounding(), element.paused]).toEqual([null, true]);
  });

  describe('while a start is not due yet', () => {
    it('does not take its own last pause for an interruption', async () => {
      const { player, element } = await primed();
      player.start('song', 0, 7, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      player.silence();
      player.start('song', 5, 8, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      expect(handlers.interrupted).not.toHaveBeenCalled();
      expect(element.paused).toBe(false);
      expect(element.currentTime).toBeCloseTo(5 + (1000 - leadMs) / 1000, 1);
    });
  });

  describe('when the phone takes the sound', () => {
    async function interrupted() {
      const { player, element } = await primed();
      player.start('song', 0, 7, performance.now());
      await vi.advanceTimersByTimeAsync(3000);
      element.pause();
      await vi.advanceTimersByTimeAsync(0);
      expect(handlers.interrupted).toHaveBeenCalledOnce();
      return { player, element };
    }

    it('tells when the phone plays it again by itself, and leaves the rest to who hears of it', async () => {
      const { player, element } = await interrupted();
      await element.play();
      element.dispatchEvent(new Event('play'));
      await vi.advanceTimersByTimeAsync(1000);
      expect(handlers.resumed).toHaveBeenCalledOnce();
      expect(element.paused).toBe(true);
      expect(player.sounding()).toBe(null);
    });

    it('does not take it for that when it primes the song itself', async () => {
      const { player, element } = await interrupted();
      vi.stubGlobal('navigator', { vendor: 'Apple Computer, Inc.', platform: 'iPhone' });
      Object.assign(element, { readyState: 1, isLazy: true });
      const priming = player.prime('song', track, 0, '');
      await vi.advanceTimersByTimeAsync(1);
      expect([element.paused, element.muted]).toEqual([false, true]);
      element.dispatchEvent(new Event('play'));
      await vi.advanceTimersByTimeAsync(100);
      expect(await priming).toBe('primed');
      expect(handlers.resumed).not.toHaveBeenCalled();
    });

    it('comes back into the song where that is by now, unheard until it is in step', async () => {
      const { player, element } = await interrupted();
      const zeroMs = performance.now() - 3000;
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await player.rejoin('song', track, 0, 7, zeroMs)).toBe(true);
      expect(element.muted).toBe(true);
      await vi.advanceTimersByTimeAsync(4000);
      expect(element.muted).toBe(false);
      expect(player.positionSec()).toBeCloseTo(27 - leadMs / 1000, 1);
      expect(player.sounding()).toEqual({ trackId: 'song', anchorEvent: 7 });
    });
  });

  it('takes a song that is over by the time it comes back for ended', async () => {
    const { player, element } = await primed();
    const zeroMs = performance.now() - 170_000;
    expect(await player.rejoin('song', track, 0, 7, zeroMs - 20_000)).toBe(true);
    expect(handlers.ended).toHaveBeenCalledExactlyOnceWith(7);
    expect([player.sounding(), element.paused]).toEqual([null, true]);
    expect(await player.rejoin('song', track, 0, 7, zeroMs)).toBe(true);
    expect(handlers.ended).toHaveBeenCalledOnce();
    expect(player.sounding()).toEqual({ trackId: 'song', anchorEvent: 7 });
  });

  describe('when an element breaks', () => {
    const [network, notSupported] = [2, 4];
    /** A song that sounds for a second. */
    async function sounding() {
      const { player, element } = await primed();
      player.start('song', 0, 7, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      return { player, element };
    }
    async function primedOn(player: ReturnType<typeof createPlayer>, errors: number[]) {
      for (const element of page.elements) element.errors = errors;
      const priming = player.prime('other', track, 0, '');
      await vi.advanceTimersByTimeAsync(100);
      return priming;
    }

    it('loads it once more before the song counts as unsupported', async () => {
      const player = createPlayer(
        () => 0,
        () => 'all',
        () => 1,
        handlers,
      );
      expect(await primedOn(player, [notSupported])).toBe('primed');
      const another = createPlayer(
        () => 0,
        () => 'all',
        () => 1,
        handlers,
      );
      expect(await primedOn(another, [notSupported, notSupported])).toBe('unsupported');
      expect(await primedOn(another, [])).toBe('primed');
    });

    it('asks for its bytes anew then, as they may have been read wrong', async () => {
      const player = createPlayer(
        () => 0,
        () => 'all',
        () => 1,
        handlers,
      );
      const blobs = [new Blob(['wrong']), new Blob(['right'])];
      const loaded = vi.spyOn(URL, 'createObjectURL');
      for (const element of page.elements) element.errors = [notSupported];
      const priming = player.prime('other', async () => blobs.shift() ?? null, 0, '');
      await vi.advanceTimersByTimeAsync(100);
      expect(await priming).toBe('primed');
      expect(await (loaded.mock.lastCall as [Blob])[0].text()).toBe('right');
      loaded.mockRestore();
    });

    it('does not take a broken connection for a song that cannot be played', async () => {
      const player = createPlayer(
        () => 0,
        () => 'all',
        () => 1,
        handlers,
      );
      expect(await primedOn(player, [network, network])).toBe('superseded');
    });

    it('goes on where the song is due', async () => {
      const { player, element } = await sounding();
      const expectedSec = element.currentTime + 2;
      element.breaks(network);
      await vi.advanceTimersByTimeAsync(2000);
      expect(handlers.failed).not.toHaveBeenCalled();
      expect(element.paused).toBe(false);
      expect(element.currentTime).toBeCloseTo(expectedSec, 1);
      expect(player.sounding()).toEqual({ trackId: 'song', anchorEvent: 7 });
    });

    it.each([
      ['what cannot be played', notSupported, 'unsupported'],
      ['what does not go on', network, 'stuck'],
    ])('gives up %s the second time, and holds it no longer', async (_, code, why) => {
      const { player, element } = await sounding();
      element.breaks(network);
      await vi.advanceTimersByTimeAsync(100);
      element.breaks(code);
      expect(handlers.failed).toHaveBeenCalledExactlyOnceWith('song', why);
      expect(player.sounding()).toBeNull();
      const { loads } = element;
      const priming = player.prime('song', track, 0, '');
      await vi.advanceTimersByTimeAsync(100);
      expect(await priming).toBe('primed');
      expect(element.loads).toBe(loads + 1);
    });

    it('loads it again when it broke while it was held', async () => {
      const { player, element } = await primed();
      element.breaks(network);
      expect(player.isPrimed('song', 0)).toBe(false);
      expect(handlers.failed).not.toHaveBeenCalled();
    });
  });

  describe('of a song that is too loud', () => {
    beforeEach(() => {
      volume = 0.5;
    });

    it('sounds softer from its start to its end, whatever is learnt of it meanwhile', async () => {
      const { player, element } = await primed();
      player.start('song', 0, 7, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      expect(element.volume).toBe(0.5);
      volume = 0.25;
      player.seek(90, 8, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      player.click(true);
      player.click(false);
      await vi.advanceTimersByTimeAsync(1000);
      expect(element.volume).toBe(0.5);
      player.silence();
      player.start('song', 90, 9, performance.now());
      expect(element.volume).toBe(0.25);
    });

    it('sounds softer when it comes back', async () => {
      const { player, element } = await primed();
      expect(await player.rejoin('song', track, 30, 7, performance.now())).toBe(true);
      await vi.advanceTimersByTimeAsync(5000);
      expect(element.muted).toBe(false);
      expect(element.volume).toBe(0.5);
    });

    it('sounds as loud as it is where volume is the person’s alone', async () => {
      const { player, element } = await primed();
      // iOS takes back what was set.
      for (const one of page.elements) one.volume = 1;
      player.start('song', 0, 7, performance.now());
      await vi.advanceTimersByTimeAsync(1000);
      expect(element.volume).toBe(1);
    });
  });

  it('gives up a song whose element stands still whatever is tried, and silences it', async () => {
    const { player, element } = await primed();
    player.start('song', 0, 7, performance.now());
    await vi.advanceTimersByTimeAsync(2000);
    element.standStill('for good');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(handlers.failed).toHaveBeenCalledExactlyOnceWith('song', 'stuck');
    expect(handlers.stands.mock.calls).toEqual([[true], [false]]);
    expect(element.paused).toBe(true);
    expect(player.sounding()).toBeNull();
  });

  it('does not revoke what an element had loaded while it loads anew', async () => {
    const revoked = vi.spyOn(URL, 'revokeObjectURL');
    const { player } = await primed();
    for (const other of ['b', 'c', 'd']) {
      const before = page.elements.reduce((sum, { loads }) => sum + loads, 0);
      const priming = player.prime(other, track, 0, '');
      await vi.advanceTimersByTimeAsync(1);
      expect(page.elements.reduce((sum, { loads }) => sum + loads, 0)).toBe(before + 1);
      expect(revoked).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(100);
      await priming;
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(revoked).toHaveBeenCalled();
    revoked.mockRestore();
  });
});
