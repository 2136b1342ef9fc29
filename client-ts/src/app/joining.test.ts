import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import { createEmitter } from '../emitter';
import type { Player } from '../player/player';
import type { Events } from './events';
import { createJoining } from './joining';
import type { Phone } from './phone';
import { createState } from './state';
import { corruptText } from './status';

class SilentStream extends EventTarget {
  static readonly CLOSED = 2;
  static all: SilentStream[] = [];
  readyState = 0;
  onerror = () => {};
  close = () => {};
  constructor() {
    super();
    SilentStream.all.push(this);
  }
}

describe('the way in', () => {
  const snapshot = { eventCount: 1, clients: {}, queue: [], listeners: [] };
  const stored = new Map<string, string>();
  let answers: Record<string, () => Response | Promise<Response>>;
  /** What the address became, in order. */
  let addresses: string[];
  const stop = vi.fn();
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
    addresses = [];
    vi.stubGlobal('history', { replaceState: (_: unknown, __: string, address: string) => addresses.push(address) });
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
    SilentStream.all = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function open() {
    const state = createState();
    const player = { unlock: (withinMs: number) => unlock(withinMs), sounding: () => null, stop } as unknown as Player;
    const downloads = { stop: () => {}, again: () => {} } as unknown as Downloads;
    const events: Events = createEmitter();
    const library = { refresh: async () => {} };
    const joining = createJoining(state, player, downloads, library, { onMessage: () => {} } as unknown as Phone, events);
    return { state, joining, events };
  }

  const openPaired = (session: string) => {
    stored.set('colisten.clientId', 'me');
    answers['/session'] = () => Response.json({ name: session });
    return open();
  };

  it('waits for a slow phone to open its sound after the tap, rather than ask for another', async () => {
    const takesMs = 5000;
    unlock = (withinMs) => new Promise((resolve) => setTimeout(() => resolve(withinMs > takesMs), Math.min(withinMs, takesMs)));
    const { state, joining } = open();
    joining.join('Ana', 'ABCDEFGH');
    await vi.advanceTimersByTimeAsync(takesMs + 1);
    expect(state.me.value).toBe('me');
    expect(state.join.value).toBeNull();
  });

  it('gives the phone its output back when its person leaves', async () => {
    const { joining } = openPaired('main');
    await joining.begin();
    stop.mockClear();
    joining.leave();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('is silent no more when it comes back, whatever silenced it before', async () => {
    const { state, joining } = openPaired('main');
    await joining.begin();
    state.muted.value = 'interrupted';
    joining.leave();
    joining.join('Ana', '');
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value).toBeNull();
    expect(state.muted.value).toBeNull();
  });

  it('says which room a link invites to', async () => {
    vi.stubGlobal('location', { hash: '#code=QRSTUVWX&session=K%C3%BCche%20%26%20Bad', pathname: '/', search: '' });
    const { state, joining } = open();
    await joining.begin();
    expect(state.join.value).toMatchObject({ code: 'QRSTUVWX', roomName: 'Küche & Bad', tapOnly: false });
  });

  it('needs no name for the main room', async () => {
    vi.stubGlobal('location', { hash: '#code=ABCDEFGH', pathname: '/', search: '' });
    const { state, joining } = open();
    await joining.begin();
    expect(state.join.value).toMatchObject({ code: 'ABCDEFGH', roomName: null });
  });

  it.each([
    ['main', '#code=QRSTUVWX&session=Kitchen', 'Kitchen'],
    ['Kitchen', '#code=ABCDEFGH', null],
  ])('a phone in %s that is invited by %s is asked, not taken back to where it was', async (session, hash, named) => {
    vi.stubGlobal('location', { hash, pathname: '/', search: '' });
    const { state, joining } = openPaired(session);
    await joining.begin();
    expect(state.join.value).toMatchObject({ tapOnly: false, roomName: named });
    expect(addresses, 'the code is still to be used').toEqual([]);
  });

  it.each([
    ['Kitchen', '#code=QRSTUVWX&session=Kitchen'],
    ['Kitchen', ''],
    ['main', '#code=ABCDEFGH'],
  ])('a phone in %s goes straight in by %s', async (session, hash) => {
    vi.stubGlobal('location', { hash, pathname: '/', search: '' });
    const { state, joining } = openPaired(session);
    await joining.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value).toBeNull();
    expect(state.sessionName.value).toBe(session);
    expect(addresses, 'no code stays in the address').toEqual(hash ? ['/'] : []);
  });

  it('hears of a code that is scanned while its page is open', async () => {
    const reload = vi.fn();
    const { joining } = openPaired('main');
    await joining.begin();
    for (const hash of ['#code=ABCDEFGH', '#code=QRSTUVWX&session=Kitchen']) {
      expect(reload).not.toHaveBeenCalled();
      vi.stubGlobal('location', { hash, pathname: '/', search: '', reload });
      window.dispatchEvent(new Event('hashchange'));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each(['', '#code=ABCDEFGH'])(
    'who asks for another code while a page with the address /%s comes in is left at the form',
    async (hash) => {
      const takesMs = 1000;
      const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), takesMs));
      vi.stubGlobal('location', { hash, pathname: '/', search: '' });
      unlock = () => later(true);
      const { state, joining } = openPaired('main');
      answers['/session'] = () => later(Response.json({ name: 'main' }));
      void joining.begin();
      await vi.advanceTimersByTimeAsync(takesMs / 2);
      joining.askForCode();
      await vi.advanceTimersByTimeAsync(10 * takesMs);
      expect(state.join.value).toMatchObject({ tapOnly: false, busy: false });
      expect(state.session.value).toBeNull();
    },
  );

  it('so is who does while the tap waits for its sound', async () => {
    unlock = async () => false;
    const { state, joining } = openPaired('main');
    await joining.begin();
    unlock = () => new Promise((resolve) => setTimeout(() => resolve(true), 1000));
    joining.join('Ana', '');
    await vi.advanceTimersByTimeAsync(500);
    joining.askForCode();
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.join.value).toMatchObject({ tapOnly: false, busy: false });
    expect(state.session.value).toBeNull();
  });

  it('knows the room of a code that was typed', async () => {
    answers['/session'] = () => Response.json({ name: 'Kitchen' });
    const { state, joining } = open();
    joining.join('Ana', 'QRSTUVWX');
    await vi.advanceTimersByTimeAsync(1);
    expect(state.sessionName.value).toBe('Kitchen');
  });

  it('says that the room was closed, and asks for another code', async () => {
    const { state, joining, events } = openPaired('Kitchen');
    await joining.begin();
    await vi.advanceTimersByTimeAsync(1);
    events.emit.closed();
    events.emit.unauthorized();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value).toMatchObject({ tapOnly: false, error: 'Kitchen was closed. Join another room with its code.' });
    expect(state.me.value).toBeNull();
  });

  it('says that the host removed it, and asks for the code', async () => {
    const { state, joining, events } = openPaired('main');
    await joining.begin();
    events.emit.removed();
    expect(state.me.value).toBeNull();
    expect(stored.has('colisten.clientId')).toBe(false);
    expect(state.join.value).toMatchObject({ tapOnly: false, error: 'The host has removed this phone. To come back, join with the code.' });
  });

  it('says so, too, when it slept while the room was closed', async () => {
    stored.set('colisten.session', 'Kitchen');
    answers['/snapshot'] = () => Response.json({ type: 'not-paired', reason: 'closed' }, { status: 401 });
    const { state, joining } = openPaired('Kitchen');
    await joining.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value?.error).toBe('Kitchen was closed. Join another room with its code.');
  });

  it('says nothing of closing when the server merely forgot this phone', async () => {
    answers['/snapshot'] = () => Response.json({ type: 'not-paired' }, { status: 401 });
    const { state, joining } = openPaired('main');
    await joining.begin();
    await vi.advanceTimersByTimeAsync(1);
    expect(state.join.value?.error).toBe('Please join with the code that is shown now.');
  });

  describe('beside another page of the same browser', () => {
    let others: { postMessage(claim: number): void; onmessage: (event: { data: number }) => void };
    const passes = () => vi.advanceTimersByTimeAsync(1);
    const speaks = () =>
      SilentStream.all
        .at(-1)
        ?.dispatchEvent(new MessageEvent('snapshot', { data: JSON.stringify({ event: 'snapshot', payload: snapshot }) }));
    beforeEach(() => {
      vi.stubGlobal(
        'BroadcastChannel',
        class {
          postMessage = vi.fn();
          onmessage = () => {};
          constructor() {
            others = this;
          }
        },
      );
    });

    it('claims the room once its stream stands', async () => {
      const { joining } = openPaired('main');
      await joining.begin();
      expect(others.postMessage).not.toHaveBeenCalled();
      speaks();
      expect(others.postMessage).toHaveBeenCalledOnce();
    });

    it('gives way to a later one without leaving, and takes over again with one tap, as whoever that has paired', async () => {
      answers['/leave'] = vi.fn(() => Response.json({}));
      const { state, joining } = openPaired('main');
      await joining.begin();
      speaks();
      const stream = SilentStream.all.at(-1) as SilentStream;
      stream.close = vi.fn();
      others.onmessage({ data: Number.MAX_SAFE_INTEGER });
      await passes();
      expect(state.elsewhere.value).toBe(true);
      expect(state.session.value).toBeNull();
      expect(stream.close).toHaveBeenCalled();
      expect(answers['/leave']).not.toHaveBeenCalled();

      stored.set('colisten.clientId', 'another');
      joining.useThisPage();
      await passes();
      expect(state.elsewhere.value).toBe(false);
      expect(state.join.value).toBeNull();
      expect(state.me.value).toBe('another');
      expect(SilentStream.all).toHaveLength(2);
    });
  });

  describe('while the state of the server is damaged', () => {
    const damaged = () => Response.json({ type: 'state-corrupt', title: 'State file unusable', status: 500 }, { status: 500 });
    const mended = () => Response.json(snapshot);
    const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
    beforeEach(() => {
      answers['/snapshot'] = answers['/session'] = damaged;
    });

    it('a paired phone that opens its page says so, stays paired, and goes in by itself afterwards', async () => {
      const { state, joining } = openPaired('main');
      answers['/session'] = damaged;
      void joining.begin();
      await passes(20_000);
      expect(state.corrupt.value).toBe(true);
      expect(state.join.value?.tapOnly, 'no code is asked').toBe(true);
      expect(stored.get('colisten.clientId')).toBe('me');
      answers['/snapshot'] = mended;
      await passes(3000);
      expect(state.corrupt.value).toBe(false);
      expect(state.join.value).toBeNull();
    });

    it('nothing is asked of it while the page is hidden, and at once when it comes into view', async () => {
      const { state, joining } = openPaired('main');
      void joining.begin();
      await passes(1);
      Object.assign(document, { visibilityState: 'hidden' });
      answers['/snapshot'] = vi.fn(mended);
      await passes(60_000);
      expect(answers['/snapshot']).not.toHaveBeenCalled();
      Object.assign(document, { visibilityState: 'visible' });
      document.dispatchEvent(new Event('visibilitychange'));
      await passes(1);
      expect(state.join.value).toBeNull();
    });

    it('a phone in the room that is refused its stream says so until a stream speaks again', async () => {
      answers['/snapshot'] = mended;
      const { state, joining } = openPaired('main');
      await joining.begin();
      const refuse = async () => {
        const stream = SilentStream.all.at(-1) as SilentStream;
        stream.readyState = SilentStream.CLOSED;
        stream.onerror();
        await passes(1);
      };
      answers['/snapshot'] = damaged;
      await refuse();
      expect(state.corrupt.value).toBe(true);
      await passes(5000);
      expect(SilentStream.all, 'it tries again').toHaveLength(2);
      await refuse();
      await passes(5000);
      expect(state.corrupt.value).toBe(true);
      expect(state.bubbles.list.value, 'nothing else is said').toEqual([]);
      SilentStream.all
        .at(-1)
        ?.dispatchEvent(new MessageEvent('snapshot', { data: JSON.stringify({ event: 'snapshot', payload: snapshot }) }));
      expect(state.corrupt.value).toBe(false);
      expect(state.me.value).toBe('me');
    });

    it('a phone that joins is told so at the form', async () => {
      answers['/pair'] = damaged;
      const { state, joining } = open();
      joining.join('Ana', 'ABCDEFGH');
      await passes(1);
      expect(state.join.value).toMatchObject({ busy: false, tapOnly: false, error: corruptText });
      expect(state.corrupt.value).toBe(false);
    });

    it('who would rather use the code of another room is not called back', async () => {
      const { state, joining } = openPaired('main');
      void joining.begin();
      await passes(1);
      joining.askForCode();
      answers['/snapshot'] = mended;
      await passes(60_000);
      expect(state.corrupt.value).toBe(false);
      expect(state.join.value).toMatchObject({ busy: false, tapOnly: false });
    });
  });
});
