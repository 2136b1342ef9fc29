import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PrimedElement } from './primedElement';
import { type SimulatedElement, SimulatedPage } from './simulated';

const iPhone = { vendor: 'Apple Computer, Inc.', platform: 'iPhone', maxTouchPoints: 5 };
const iPad = { ...iPhone, platform: 'MacIntel' };

describe('an element that is primed', () => {
  let page: SimulatedPage;
  beforeEach(() => {
    vi.useFakeTimers();
    page = new SimulatedPage();
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** Loaded, and told to prime at its thirtieth second. */
  function priming() {
    const primed = new PrimedElement();
    const element = page.elements[0] as SimulatedElement;
    element.isLazy = true;
    primed.load('blob:song');
    const isPrimed = primed.prime(30);
    return { primed, element, isPrimed };
  }

  it.each([
    ['an iPhone', iPhone],
    ['an iPad', iPad],
  ])('plays unheard for a moment on %s, and is held where it is to start', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const { primed, element, isPrimed } = priming();
    await vi.advanceTimersByTimeAsync(6);
    expect([element.paused, element.muted, element.currentTime]).toEqual([false, true, 30]);
    await vi.advanceTimersByTimeAsync(100);
    expect(await isPrimed).toBe(true);
    expect([element.paused, element.muted, element.readyState]).toEqual([true, false, 4]);
    expect([element.currentTime, primed.primedAtSec]).toEqual([30, 30]);
  });

  it.each([
    ['Chromium', { vendor: 'Google Inc.', platform: 'Linux armv81', maxTouchPoints: 5 }],
    ['Firefox', { vendor: '', platform: 'Linux aarch64', maxTouchPoints: 5 }],
    ['Safari on a Mac', { ...iPad, maxTouchPoints: 0 }],
    ['WebKitGTK', { ...iPhone, platform: 'Linux x86_64' }],
  ])('is not played in %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    const { element, isPrimed } = priming();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await isPrimed).toBe(true);
    expect(element.plays).toBe(0);
  });

  it('is not played where it has loaded by itself', async () => {
    vi.stubGlobal('navigator', iPhone);
    const { element, isPrimed } = priming();
    element.isLazy = false;
    await vi.advanceTimersByTimeAsync(100);
    expect(await isPrimed).toBe(true);
    expect(element.plays).toBe(0);
  });

  it('is silent and at rest as soon as somebody else has it', async () => {
    vi.stubGlobal('navigator', iPhone);
    const { primed, element, isPrimed } = priming();
    await vi.advanceTimersByTimeAsync(6);
    expect(element.paused).toBe(false);
    primed.unprime();
    expect([element.paused, element.muted]).toEqual([true, false]);
    await element.play();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await isPrimed).toBe(false);
    expect([element.paused, element.muted], 'what sounds is left alone').toEqual([false, false]);
  });
});
