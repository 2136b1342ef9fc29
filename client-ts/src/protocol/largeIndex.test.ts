import { afterEach, describe, expect, it, vi } from 'vitest';
import { readInWorker } from './largeIndex';
import type { Track } from './messages';

const track = (trackId: string): Track => ({ trackId, fileName: '', size: 1, mime: 'audio/mpeg' });

/** The worker's part: answers with what `pieces` says, or breaks. */
function simulateWorker(pieces: (bytes: ArrayBuffer) => Track[][]) {
  const ended = vi.fn();
  vi.stubGlobal(
    'Worker',
    class {
      onmessage = (_: { data: Track[] }) => {};
      onerror = (_: unknown) => {};
      terminate = ended;
      postMessage(bytes: ArrayBuffer) {
        queueMicrotask(() => {
          try {
            for (const data of pieces(bytes)) this.onmessage({ data });
          } catch (error) {
            this.onerror(error);
          }
        });
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
    await readInWorker(new ArrayBuffer(1), async (tracks) => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise((resolve) => setTimeout(resolve));
      busy = false;
      taken.push(...tracks.map(({ trackId }) => trackId));
    });
    expect(taken).toEqual(['a', 'b', 'c']);
    expect(ended).toHaveBeenCalled();
  });

  it('is asked for again where it cannot be read', async () => {
    const ended = simulateWorker(() => {
      throw new SyntaxError('no JSON');
    });
    await expect(readInWorker(new ArrayBuffer(1), async () => {})).rejects.toBeInstanceOf(SyntaxError);
    expect(ended).toHaveBeenCalled();
  });
});
