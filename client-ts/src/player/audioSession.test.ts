import { afterEach, describe, expect, it, vi } from 'vitest';
import { claimPlayback, watchInterruptions } from './audioSession';

describe('the audio session of a phone', () => {
  const session = Object.assign(new EventTarget(), { type: 'auto', state: 'inactive' });
  const becomes = (...states: string[]) => {
    for (const state of states) {
      session.state = state;
      session.dispatchEvent(new Event('statechange'));
    }
  };
  afterEach(() => vi.unstubAllGlobals());

  it('is for playback, whatever the silent switch says', () => {
    vi.stubGlobal('navigator', { audioSession: session });
    claimPlayback();
    expect(session.type).toBe('playback');
  });

  it('tells when a call is over, and of nothing else', () => {
    vi.stubGlobal('navigator', { audioSession: session });
    const givenBack = vi.fn();
    watchInterruptions(givenBack);
    becomes('active', 'inactive', 'active');
    expect(givenBack, 'headphones were pulled out, or nothing played').not.toHaveBeenCalled();
    becomes('interrupted', 'active');
    expect(givenBack).toHaveBeenCalledTimes(1);
    becomes('interrupted', 'inactive', 'active', 'inactive', 'active');
    expect(givenBack).toHaveBeenCalledTimes(2);
  });

  it('is done without where there is none', () => {
    vi.stubGlobal('navigator', {});
    expect(() => {
      claimPlayback();
      watchInterruptions(() => {});
    }).not.toThrow();
  });
});
