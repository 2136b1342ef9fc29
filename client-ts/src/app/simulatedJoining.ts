import { afterEach, beforeEach, vi } from 'vitest';
import type { Downloads } from '../cache/downloads';
import { createEmitter } from '../emitter';
import type { Player } from '../player/player';
import type { Events } from './events';
import { createJoining } from './joining';
import type { Phone } from './phone';
import { createState } from './state';

/** An event stream that says nothing by itself. */
export class SilentStream extends EventTarget {
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

export const snapshot = { eventCount: 1, clients: {}, queue: [], listeners: [] };

/** For tests: a server, a browser and its storage, anew before each of them. */
export function simulateJoining() {
  const stored = new Map<string, string>();
  /** By path. */
  const answers: Record<string, () => Response | Promise<Response>> = {};
  /** What the address became, in order. */
  const addresses: string[] = [];
  const stop = vi.fn();
  const sim = { unlock: async (_withinMs: number): Promise<boolean> => true };

  beforeEach(() => {
    vi.useFakeTimers();
    stored.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
    vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
    addresses.length = 0;
    vi.stubGlobal('history', { replaceState: (_: unknown, __: string, address: string) => addresses.push(address) });
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('document', new EventTarget());
    vi.stubGlobal('EventSource', SilentStream);
    vi.stubGlobal('fetch', async (path: string) => answers[path]?.() ?? Response.json({}, { status: 404 }));
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, {
      '/pair': () => Response.json({ clientId: 'me', eventCount: 1, snapshot }),
      '/session': () => Response.json({ name: 'main' }),
      '/snapshot': () => Response.json(snapshot),
    });
    sim.unlock = async () => true;
    SilentStream.all = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function open() {
    const state = createState();
    const player = { unlock: (withinMs: number) => sim.unlock(withinMs), sounding: () => null, stop } as unknown as Player;
    const downloads = { stop: () => {}, again: () => {} } as unknown as Downloads;
    const events: Events = createEmitter();
    const library = { refresh: async () => {}, otherForm: async () => false };
    const joining = createJoining(state, player, downloads, library, { onMessage: () => {} } as unknown as Phone, events);
    return { state, joining, events };
  }

  const openPaired = (session: string) => {
    stored.set('colisten.clientId', 'me');
    answers['/session'] = () => Response.json({ name: session });
    return open();
  };

  return { stored, answers, addresses, stop, sim, open, openPaired };
}
