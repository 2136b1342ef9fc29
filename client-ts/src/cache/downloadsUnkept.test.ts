import { afterEach, expect, it, vi } from 'vitest';
import { createDownloads, type DownloadHandlers } from './downloads';
import { FileRequest, memoryCache, track } from './simulated';

vi.mock('./trackWriter', () => {
  throw new Error('no server');
});
afterEach(() => vi.unstubAllGlobals());

it('downloads play from memory, and are let go of, though what stores them did not come', async () => {
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const request = new FileRequest(path, init);
    request.whole();
    return request.response;
  });
  const arrived = vi.fn();
  const downloads = createDownloads(memoryCache(), { arrived } as Partial<DownloadHandlers> as DownloadHandlers);
  downloads.want([track('a')], ['a', 'b', 'c'], true);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledWith('a'), { interval: 1 });
  expect(await (await downloads.get('a'))?.text()).toBe('abcdef');
  await vi.waitFor(
    () => {
      downloads.want([track('b')], ['b', 'c', 'a'], true);
      expect(downloads.onThisPhone.value).toEqual(new Set(['b']));
    },
    { interval: 1 },
  );
});
