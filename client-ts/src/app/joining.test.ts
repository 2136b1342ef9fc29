import { describe, expect, it, vi } from 'vitest';
import { SilentStream, simulateJoining, snapshot } from './simulatedJoining';

describe('the way in', () => {
  const { stored, answers, addresses, stop, sim, open, openPaired } = simulateJoining();

  it('waits for a slow phone to open its sound after the tap, rather than ask for another', async () => {
    const takesMs = 5000;
    sim.unlock = (withinMs) => new Promise((resolve) => setTimeout(() => resolve(withinMs > takesMs), Math.min(withinMs, takesMs)));
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
      sim.unlock = () => later(true);
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
    sim.unlock = async () => false;
    const { state, joining } = openPaired('main');
    await joining.begin();
    sim.unlock = () => new Promise((resolve) => setTimeout(() => resolve(true), 1000));
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

  it('says once that the connection is lost, however often it tries again, and not where it is back by then', async () => {
    const { state, joining } = openPaired('main');
    const isTold = () => state.bubbles.list.value.map(({ text }) => text).includes('The connection is lost. Trying again…');
    await joining.begin();
    await vi.advanceTimersByTimeAsync(1);
    SilentStream.all.at(-1)?.onerror();
    for (let tries = 0; tries < 8; tries++) {
      await vi.advanceTimersByTimeAsync(300);
      SilentStream.all.at(-1)?.onerror();
    }
    expect(isTold()).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    SilentStream.all.at(-1)?.onerror();
    expect(isTold()).toBe(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(isTold()).toBe(false);
    const comesBack = () =>
      SilentStream.all
        .at(-1)
        ?.dispatchEvent(new MessageEvent('snapshot', { data: JSON.stringify({ event: 'snapshot', payload: snapshot, eventCount: 1 }) }));
    comesBack();
    SilentStream.all.at(-1)?.onerror();
    await vi.advanceTimersByTimeAsync(1000);
    comesBack();
    await vi.advanceTimersByTimeAsync(5000);
    expect(isTold()).toBe(false);
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
});
