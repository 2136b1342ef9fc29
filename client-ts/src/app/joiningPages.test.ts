import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SilentStream, simulateJoining, snapshot } from './simulatedJoining';

describe('the way in beside another page of the same browser', () => {
  const { stored, answers, openPaired } = simulateJoining();

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
