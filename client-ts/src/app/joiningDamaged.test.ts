import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SilentStream, simulateJoining, snapshot } from './simulatedJoining';
import { corruptText } from './status';

describe('while the state of the server is damaged', () => {
  const { stored, answers, open, openPaired } = simulateJoining();

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
    expect(state.join.value).toMatchObject({ busy: false, tapOnly: false, error: corruptText() });
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
