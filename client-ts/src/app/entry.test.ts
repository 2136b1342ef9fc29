import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import type { Player } from '../player/player';
import { createEntry } from './entry';
import type { Phone } from './phone';
import { createState } from './state';

class SilentStream extends EventTarget {
  close = () => {};
}

describe('the way in', () => {
  const snapshot = { eventCount: 1, clients: {}, queue: [], listeners: [] };
  const stored = new Map<string, string>();
  let answers: Record<string, () => Response>;
  let unlock: (withinMs: number) => Promise<boolean>;

  beforeEach(() => {
    vi.useFakeTimers();
    stored.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
    vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
    vi.stubGlobal('history', { replaceState: () => {} });
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('document', new EventTarget());
    vi.stubGlobal('EventSource', SilentStream);
    vi.stubGlobal('fetch', async (path: string) => answers[path]?.() ?? Response.json({}, { status: 404 }));
    answers = {
      '/pair': () => Response.json({ clientId: 'me', eventCount: 1, snapshot }),
      '/session': () => Response.json({ name: 'main' }),
      '/snapshot': () => Response.json(snapshot),
    };
    unlock = async () => true;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function open() {
    const state = createState();
    const player = { unlock: (withinMs: number) => unlock(withinMs), sounding: () => null, hold: () => {} } as unknown as Player;
    const entry = createEntry(state, player, { stop: () => {} } as unknown as Downloads, {} as Phone, () => {});
    return { state, entry };
  }

  const openPaired = (session: string) => {
    stored.set('colisten.clientId', 'me');
    answers['/session'] = () => Response.json({ name: session });
    return open();
  };

  it('waits for a slow phone to open its sound after the tap, rather than ask for another', async () => {
    const takesMs = 5000;
    unlock = (withinMs) => new Promise((resolve) => setTimeout(() => resolve(withinMs > takesMs), Math.min(withinMs, takesMs)));
    const { state, entry } = open();
    entry.join('Ana', 'ABCDEFGH');
    await vi.advanceTimersByTimeAsync(takesMs + 1);
    expect(state.me.value).toBe('me');
    expect(state.join.value).toBeNull();
  });

  it('says which room a link invites to', async () => {
    vi.stubGlobal('location', { hash: '#code=QRSTUVWX&session=K%C3%BCche%20%26%20Bad', pathname: '/', search: '' });
    const { state, entry } = open();
    await entry.begin();
    expect(state.join.value).toMatchObject({ code: 'QRSTUVWX', room: 'Küche & Bad', tapOnly: false });
  });

  it('needs no name for the main room', async () => {
    vi.stubGlobal('location', { hash: '#code=ABCDEFGH', pathname: '/', search: '' });
    const { state, entry } = open();
    await entry.begin();
    expect(state.join.value).toMatchObject({ code: 'ABCDEFGH', room: null });
  });

  it.each([
    ['main', '#code=QRSTUVWX&session=Kitchen', 'Kitchen'],
    ['Kitchen', '#code=ABCDEFGH', null],
  ])('a phone in %s that is invited by %s is asked, not taken back to where it was', async (session, hash, room) => {
    vi.stubGlobal('location', { hash, pathname: '/', search: '' });
    const { state, entry } = openPaired(session);
    await entry.begin();
    expect(state.join.value).toMatchObject({ tapOnly: false, room });
  });

  it.each([
    ['Kitchen', '#code=QRSTUVWX&session=Kitchen'],
    ['Kitchen', ''],
    ['main', '#code=ABCDEFGH'],
  ])('a phone in %s goes straight in by %s', async (session, hash) => {
    vi.stubGlobal('location', { hash, pathname: '/', search: '' });
    const { state, entry } = openPaired(session);
    await entry.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value).toBeNull();
    expect(state.session.value).toBe(session);
  });

  it('hears of a code that is scanned while its page is open', async () => {
    const reload = vi.fn();
    const { entry } = openPaired('main');
    await entry.begin();
    for (const hash of ['#code=ABCDEFGH', '#code=QRSTUVWX&session=Kitchen']) {
      expect(reload).not.toHaveBeenCalled();
      vi.stubGlobal('location', { hash, pathname: '/', search: '', reload });
      window.dispatchEvent(new Event('hashchange'));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(reload).toHaveBeenCalledOnce();
  });

  it('knows the room of a code that was typed', async () => {
    answers['/session'] = () => Response.json({ name: 'Kitchen' });
    const { state, entry } = open();
    entry.join('Ana', 'QRSTUVWX');
    await vi.advanceTimersByTimeAsync(1);
    expect(state.session.value).toBe('Kitchen');
  });

  it('says that the room was closed, and asks for another code', async () => {
    const { state, entry } = openPaired('Kitchen');
    await entry.begin();
    await vi.advanceTimersByTimeAsync(1);
    entry.closed();
    entry.unauthorized();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value).toMatchObject({ tapOnly: false, error: 'Kitchen was closed. Join another room with its code.' });
    expect(state.me.value).toBeNull();
  });

  it('says so, too, when it slept while the room was closed', async () => {
    stored.set('colisten.session', 'Kitchen');
    answers['/snapshot'] = () => Response.json({ type: 'not-paired', reason: 'closed' }, { status: 401 });
    const { state, entry } = openPaired('Kitchen');
    await entry.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value?.error).toBe('Kitchen was closed. Join another room with its code.');
  });

  it('says nothing of closing when the server merely forgot this phone', async () => {
    answers['/snapshot'] = () => Response.json({ type: 'not-paired' }, { status: 401 });
    const { state, entry } = openPaired('main');
    await entry.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value?.error).toBe('Please join with the code that is shown now.');
  });
});
