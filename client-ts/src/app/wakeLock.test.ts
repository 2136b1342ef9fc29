import { type Signal, signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Phase, PhoneView } from '../ui/view';
import { keepAwake } from './wakeLock';

class Lock extends EventTarget {
  released = false;
  release = async () => {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event('release'));
  };
}

describe('the screen', () => {
  let page: EventTarget;
  let view: Signal<PhoneView>;
  const phaseIs = (phase: Phase) => {
    view.value = { phase } as PhoneView;
  };
  let asked: ((lock: Lock) => void)[];
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const give = async () => {
    const lock = new Lock();
    for (const answer of asked.splice(0)) answer(lock);
    await settled();
    return lock;
  };

  beforeEach(() => {
    asked = [];
    page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    view = signal({ phase: 'paused' } as PhoneView);
    vi.stubGlobal('document', page);
    vi.stubGlobal('navigator', { wakeLock: { request: () => new Promise((resolve) => asked.push(resolve)) } });
    keepAwake(view);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is kept on while the room plays, by one request however often that is seen', async () => {
    phaseIs('waiting');
    phaseIs('playing');
    expect(asked).toHaveLength(1);
    const lock = await give();
    phaseIs('waiting');
    expect(asked).toHaveLength(0);
    phaseIs('paused');
    expect(lock.released).toBe(true);
  });

  it('goes off when the song is over before the answer', async () => {
    phaseIs('playing');
    phaseIs('paused');
    expect((await give()).released).toBe(true);
  });

  it('is kept on again when it was let go for a moment, or the phone took it back', async () => {
    phaseIs('playing');
    const first = await give();
    phaseIs('paused');
    phaseIs('playing');
    expect(asked).toHaveLength(1);
    const second = await give();
    expect(first.released).toBe(true);
    expect(second.released).toBe(false);
    await second.release();
    page.dispatchEvent(new Event('visibilitychange'));
    expect(asked).toHaveLength(1);
  });
});
