import { signal } from '@preact/signals-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Actions, Phase, PhoneView } from '../ui/view';
import { showOnLockScreen } from './mediaSession';

describe('the lock screen', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['playing', 'playing'],
    ['waiting', 'playing'],
    ['silent', 'paused'],
    ['paused', 'paused'],
  ] as const)('of a phone that is %s says %s, and its pause silences this phone alone', (phase: Phase, playbackState) => {
    const handlers = new Map<string, () => void>();
    const mediaSession = { setActionHandler: (action: string, run: () => void) => handlers.set(action, run) } as Partial<MediaSession>;
    vi.stubGlobal('navigator', { mediaSession });
    vi.stubGlobal('MediaMetadata', class {});
    const view = signal({ phase, track: { trackId: 't1', coverUrl: null }, guest: false, silent: null } as unknown as PhoneView);
    const silence = vi.fn();
    showOnLockScreen(view, {} as Actions, silence, () => 0);
    expect(mediaSession.playbackState).toBe(playbackState);
    handlers.get('pause')?.();
    expect(silence).toHaveBeenCalledOnce();
  });
});
