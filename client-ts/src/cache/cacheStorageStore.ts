import { pieceBytes, pieceCount, type Tracks } from './store';

const trackKey = (trackId: string) => `/file/${trackId}`;
const sizeIn = (headers?: Headers) => Number(headers?.get('Size') ?? headers?.get('Content-Length') ?? 0);
const pieceKey = (trackId: string, index: number) => `/piece/${trackId}/${index}`;

/**
 * Audio in Cache Storage: secure contexts only. What names a whole track is under the URL it came from, its pieces are in a cache of their
 * own.
 */
export function createCacheStorageStore(storage: CacheStorage): Tracks {
  const tracks = () => storage.open('audio');
  const pieces = () => storage.open('pieces');
  const etagOf = async (trackId: string, index: number) =>
    (await (await pieces()).match(pieceKey(trackId, index)))?.headers.get('ETag') ?? null;

  /** Its pieces from the first on, as far as they are there. */
  async function read(trackId: string): Promise<Response[]> {
    const cache = await pieces();
    const found: Response[] = [];
    for (;;) {
      const piece = await cache.match(pieceKey(trackId, found.length));
      if (!piece) return found;
      found.push(piece);
    }
  }

  const blobs = (found: Response[]) => Promise.all(found.map((piece) => piece.blob()));

  async function deletePieces(trackId: string) {
    const cache = await pieces();
    for (let index = 0; await cache.delete(pieceKey(trackId, index)); ) index++;
  }

  return {
    async get(trackId) {
      const found = await (await tracks()).match(trackKey(trackId));
      if (!found) return null;
      const size = found.headers.get('Size');
      // Earlier versions of this page kept it in one.
      if (size === null) return found.blob();
      const all = await read(trackId);
      const type = found.headers.get('Content-Type') ?? '';
      return all.length === pieceCount(Number(size)) ? new Blob(await blobs(all), { type }) : null;
    },
    async begun(trackId) {
      const found = await read(trackId);
      const etag = found[0]?.headers.get('ETag');
      return etag ? { etag, pieces: await blobs(found) } : null;
    },
    async append(trackId, etag, index, piece) {
      if (index > 0 && (await etagOf(trackId, index - 1)) !== etag) throw new Error(`piece ${index - 1} of ${trackId} is not here`);
      if (index === 0 && (await etagOf(trackId, 0)) !== etag) await deletePieces(trackId);
      await (await pieces()).put(pieceKey(trackId, index), new Response(piece, { headers: { ETag: etag } }));
    },
    async finish(trackId, { etag, mime, size }) {
      const count = pieceCount(size);
      if (count > 0 && (await etagOf(trackId, count - 1)) !== etag) throw new Error(`${trackId} is not here whole`);
      const headers = { 'Content-Type': mime, Size: String(size) };
      await (await tracks()).put(trackKey(trackId), new Response(null, { headers }));
    },
    async delete(trackId) {
      await (await tracks()).delete(trackKey(trackId));
      await deletePieces(trackId);
    },
    async list() {
      const cache = await tracks();
      const whole = await Promise.all(
        (await cache.keys()).map(async (request) => ({
          trackId: new URL(request.url).pathname.slice(trackKey('').length),
          size: sizeIn((await cache.match(request))?.headers),
          whole: true,
        })),
      );
      const begun = new Map<string, number>();
      for (const { url } of await (await pieces()).keys()) {
        const trackId = new URL(url).pathname.split('/')[2] as string;
        begun.set(trackId, (begun.get(trackId) ?? 0) + pieceBytes);
      }
      for (const { trackId } of whole) begun.delete(trackId);
      return [...whole, ...[...begun].map(([trackId, size]) => ({ trackId, size, whole: false }))];
    },
  };
}
