import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { outputDelayMs } from './storage';

describe('how late the sound of a phone comes', () => {
  const stored = new Map<string, string>();
  beforeEach(() => {
    stored.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['an iPhone', { vendor: 'Apple Computer, Inc.', maxTouchPoints: 5 }, 100],
    ['WebKit with an audio session', { vendor: 'Apple Computer, Inc.', maxTouchPoints: 0, audioSession: {} }, 100],
    ['WebKit on Linux', { vendor: 'Apple Computer, Inc.', maxTouchPoints: 0 }, 0],
    ['Chrome on Android', { vendor: 'Google Inc.', maxTouchPoints: 5 }, 0],
    ['Firefox on Android', { vendor: '', maxTouchPoints: 5 }, 0],
  ])('follows the engine at first: %s', (_, navigator, usual) => {
    vi.stubGlobal('navigator', navigator);
    expect(outputDelayMs.read()).toBe(usual);
  });

  it('is what its person has set, be it nothing', () => {
    vi.stubGlobal('navigator', { audioSession: {} });
    outputDelayMs.write(0);
    expect(outputDelayMs.read()).toBe(0);
    outputDelayMs.write(185);
    expect(outputDelayMs.read()).toBe(185);
  });
});
