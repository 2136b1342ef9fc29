import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchInWorker } from './largeIndex';
import type { Track } from './messages';

const track = (trackId: string): Track => ({ trackId, fileName: '', size: 1, mime: 'audio/mpeg' });

/** The worker's part: tells these pieces, each when it is asked for it, or breaks. */
function simulateWorker(pieces: () => (Track[] | null)[]) {
  const ended = vi.fn();
  vi.stubGlobal(
    'Worker',
    class {
      onmessage = (_: { data: Track[] | null }) => {};
      onerror = (_: unknown) => {};
      terminate = ended;
      #pieces: (Track[] | null)[] = [];
      constructor() {
        queueMicrotask(() => {
          try {
            this.#pieces = pieces();
            this.postMessage();
          } catch (error) {
            this.onerror(error);
          }
        });
      }
      postMessage() {
        this.onmessage({ data: this.#pieces.shift() as Track[] });
      }
    },
  );
  return ended;
}

describe('a large index', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is taken in pieces, one after the other, to its end', async () => {
    const ended = simulateWorker(() => [[track('a')], [track('b'), track('c')], []]);
    const taken: string[] = [];
    let busy = false;
    await fetchInWorker(async (tracks) => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise((resolve) => setTimeout(resolve));
      busy = false;
      taken.push(...tracks.map(({ trackId }) => trackId));
    });
    expect(taken).toEqual(['a', 'b', 'c']);
    expect(ended).toHaveBeenCalled();
  });

  it('is asked for again where what came cannot be taken', async () => {
    simulateWorker(() => [[track('a')], []]);
    await expect(fetchInWorker(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  });

  it('is asked for again where it does not come, or the worker breaks', async () => {
    for (const pieces of [
      () => [null],
      () => {
        throw new SyntaxError('no script');
      },
    ]) {
      const ended = simulateWorker(pieces);
      await expect(fetchInWorker(async () => {})).rejects.toBeInstanceOf(Error);
      expect(ended).toHaveBeenCalled();
    }
  });
});

describe('the worker of a large index', () => {
  let told: (Track[] | null)[];
  const run = async (response: Response) => {
    told = [];
    let next = () => {};
    vi.stubGlobal('addEventListener', (_: string, listener: () => void) => {
      next = listener;
    });
    const ended = new Promise<void>((resolve) =>
      vi.stubGlobal('postMessage', (tracks: Track[] | null) => {
        told.push(tracks);
        if (!tracks || tracks.length === 0) resolve();
        else queueMicrotask(() => next());
      }),
    );
    vi.stubGlobal('fetch', async () => response);
    vi.resetModules();
    await import('./largeIndex.worker');
    await ended;
  };
  afterEach(() => vi.unstubAllGlobals());

  it('tells all of it in pieces that are soon taken, and that there is no more', async () => {
    const ids = Array.from({ length: 1001 }, (_, n) => `t${n}`);
    await run(Response.json(ids.map(track)));
    expect(told.flatMap((tracks) => tracks ?? []).map(({ trackId }) => trackId)).toEqual(ids);
    expect(Math.max(...told.map((tracks) => tracks?.length ?? 0))).toBeLessThan(300);
    expect(told.at(-1)).toEqual([]);
  });

  it.each([
    ['is refused', Response.json({ type: 'rate-limited' }, { status: 429 })],
    ['is no JSON', new Response('<h1>Welcome!</h1>')],
  ])('tells that it did not come where it %s', async (_, response) => {
    await run(response);
    expect(told).toEqual([null]);
  });
});
