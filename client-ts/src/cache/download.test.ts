import { afterEach, describe, expect, it, vi } from 'vitest';
import { download } from './download';
import { add, nothingYet, type Partial } from './partial';
import { track } from './simulated';

const text = (words: string) => new TextEncoder().encode(words);

/** Two of six bytes of the first version. */
function begun(): Partial {
  const partial = { ...nothingYet(), etag: '"v1"' };
  add(partial, text('ab'));
  return partial;
}

/** What becomes of it when the server answers so. */
async function after(partial: Partial, status: number, body: string, headers: Record<string, string> = {}) {
  let asked: HeadersInit | undefined;
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked = init.headers;
    return new Response(body, { status, headers: { ETag: '"v1"', 'Content-Length': String(body.length), ...headers } });
  });
  const came = await download(track('a'), partial, new AbortController().signal, () => {});
  return { came, asked, whole: (await partial.whole?.text()) ?? null };
}

describe('a download', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('asks for all at first, and for the rest of the same version when it goes on', async () => {
    expect((await after(nothingYet(), 200, 'abcdef')).asked).toEqual({});
    const { came, asked, whole } = await after(begun(), 206, 'cdef');
    expect(asked).toEqual({ Range: 'bytes=2-', 'If-Range': '"v1"' });
    expect(came).toEqual({ kind: 'whole' });
    expect(whole).toBe('abcdef');
  });

  it('begins anew when the file is another one now', async () => {
    const partial = begun();
    expect((await after(partial, 200, 'ABCDEF', { ETag: '"v2"' })).whole).toBe('ABCDEF');
    expect(partial.etag).toBe('"v2"');
  });

  for (const [answer, status, headers] of [
    ['429', 429, {}],
    ['503', 503, {}],
    ['500', 500, {}],
    ['404', 404, {}],
    ['a page, as networks answer that want one to sign in,', 200, { 'Content-Type': 'text/html; charset=utf-8' }],
    ['a page as the rest', 206, { 'Content-Type': 'Text/HTML' }],
  ] as const) {
    it(`leaves what has come alone when ${answer} comes`, async () => {
      const partial = begun();
      const { came } = await after(partial, status, 'sorry', headers);
      expect(came.kind).toBe(status === 404 ? 'gone' : 'broken');
      expect((await after(partial, 206, 'cdef')).whole).toBe('abcdef');
    });
  }

  it('takes no page for a song', async () => {
    expect(await after(nothingYet(), 200, '<html>', { 'Content-Type': 'text/html' })).toMatchObject({
      came: { kind: 'broken' },
      whole: null,
    });
  });

  it('says how long the server wants to be left alone, within reason', async () => {
    const rest = async (seconds: string) => (await after(begun(), 429, '', { 'Retry-After': seconds })).came;
    expect(await rest('7')).toEqual({ kind: 'broken', restMs: 7000 });
    expect(await rest('86400')).toEqual({ kind: 'broken', restMs: 300_000 });
    expect(await rest('Wed, 21 Oct 2026 07:28:00 GMT')).toEqual({ kind: 'broken', restMs: 0 });
  });

  it('is whole when there is no rest, and begins anew when it has more than there is', async () => {
    const all = begun();
    add(all, text('cdef'));
    expect((await after(all, 416, '', { 'Content-Range': 'bytes */6' })).whole).toBe('abcdef');
    const more = begun();
    expect((await after(more, 416, '', { 'Content-Range': 'bytes */1' })).came.kind).toBe('broken');
    expect((await after(more, 200, 'abcdef')).asked).toEqual({});
  });
});
