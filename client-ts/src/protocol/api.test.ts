import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchSnapshot, reportInStep } from './api';

describe('an answer', () => {
  const server = (response: Response) => vi.stubGlobal('fetch', async () => response);
  const brokenOff = () => new ReadableStream({ start: (body) => body.error(new TypeError('network error')) });
  afterEach(() => vi.unstubAllGlobals());

  it('that breaks off is none', async () => {
    server(new Response(brokenOff()));
    expect(await fetchSnapshot()).toEqual({ kind: 'offline' });
  });

  it("that is the page of a hotel's network is none", async () => {
    server(new Response('<h1>Welcome!</h1>', { headers: { 'Content-Type': 'text/html' } }));
    expect(await fetchSnapshot()).toEqual({ kind: 'offline' });
  });

  it('without a body is one where none is due', async () => {
    server(new Response(null, { status: 204 }));
    expect(await reportInStep({ errorMs: 0, zeroMovedMs: 0, beats: 0 })).toEqual({ kind: 'ok', value: undefined });
  });

  it('that refuses and breaks off still refuses', async () => {
    server(new Response(brokenOff(), { status: 503 }));
    expect(await fetchSnapshot()).toMatchObject({ kind: 'refused', problem: { status: 503 } });
  });
});
