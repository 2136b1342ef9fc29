import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOnePage } from './onePage';

describe('of the pages of one browser', () => {
  const opened: BroadcastChannel[] = [];
  const page = () => {
    const replaced = vi.fn();
    return { ...createOnePage(replaced), replaced };
  };
  /** Until everything that was posted has arrived: a message of our own comes last. */
  async function allHeard() {
    for (let round = 0; round < 3; round++) {
      const [from, to] = [new BroadcastChannel('colisten.page'), new BroadcastChannel('colisten.page')];
      const came = new Promise((resolve) => {
        to.onmessage = resolve;
      });
      from.postMessage(0);
      await came;
      from.close();
      to.close();
    }
  }

  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(name: string) {
        super(name);
        opened.push(this);
      }
    },
  );
  afterEach(() => {
    for (const channel of opened.splice(0)) channel.close();
    vi.useRealTimers();
  });

  it('the one that comes into the room replaces the one that is there', async () => {
    const [first, second] = [page(), page()];
    first.claim();
    await allHeard();
    second.claim();
    await allHeard();
    expect(first.replaced).toHaveBeenCalledOnce();
    expect(second.replaced).not.toHaveBeenCalled();
  });

  it('one that is not in the room is replaced by none', async () => {
    const [first, second] = [page(), page()];
    first.claim();
    first.release();
    second.claim();
    await allHeard();
    expect(first.replaced).not.toHaveBeenCalled();
  });

  it('one that comes back replaces the other, though the clock was set back', async () => {
    const [first, second] = [page(), page()];
    first.claim();
    await allHeard();
    second.claim();
    await allHeard();
    vi.useFakeTimers({ toFake: ['Date'], now: 1 });
    first.claim();
    await allHeard();
    expect(second.replaced).toHaveBeenCalledOnce();
    expect(first.replaced).toHaveBeenCalledOnce();
  });

  it('one of two that come in the same instant stays', async () => {
    const both = [page(), page()];
    for (const each of both) each.claim();
    await allHeard();
    expect(both.filter(({ replaced }) => replaced.mock.calls.length === 0)).toHaveLength(1);
  });

  it('one that slept meanwhile is told so when it speaks again, and the later one stays', async () => {
    const [first, second] = [page(), page()];
    first.claim();
    await allHeard();
    second.claim();
    first.claim();
    await allHeard();
    expect(first.replaced).toHaveBeenCalledOnce();
    expect(second.replaced).not.toHaveBeenCalled();
  });

  it('each is the only one where browsers know no channel', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(() => page().claim()).not.toThrow();
  });
});
