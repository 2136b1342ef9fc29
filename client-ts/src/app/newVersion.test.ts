import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Session, sessionOf } from '../session/session';
import { watchVersion } from './newVersion';
import { createState, type State } from './state';

const page = (script: string) => `<link rel="icon" href="/icon.svg" /><script type="module" crossorigin src="${script}"></script>`;
const waits = { type: 'track' as const, trackId: 't1', members: ['me'], ready: [] };

describe('a page that lives through an update of the server', () => {
  let state: State;
  let session: Session;
  let sounding: { trackId: string; anchorEvent: number } | null;
  let answer: () => Response;
  const reload = vi.fn();
  const open = () =>
    Object.assign(new EventTarget(), {
      hidden: false,
      activeElement: null as { matches(selector: string): boolean } | null,
      querySelector: () => ({ getAttribute: () => '/assets/index-old.js' }),
    });
  let html: ReturnType<typeof open>;
  const breaks = async () => {
    state.online.value = false;
    state.online.value = true;
    await new Promise((resolve) => setTimeout(resolve));
  };

  beforeEach(() => {
    reload.mockClear();
    html = open();
    sounding = null;
    answer = () => new Response(page('/assets/index-new.js'));
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('document', html);
    vi.stubGlobal('location', { reload });
    vi.stubGlobal('fetch', async () => answer());
    state = createState();
    const playState = { mode: 'paused' as const, anchorPositionSec: 0 };
    const facts = { eventCount: 1, queue: ['t1'], queueIndex: 0, clients: {}, listeners: [], anchorEvent: 1, anchorAgeMs: 0 };
    const order = { wishes: {}, putAside: [], control: 'everyone' as const, evenLoudness: true };
    session = sessionOf({ ...facts, ...order, playState, barrier: null }, null, 0);
    state.session.value = session;
    state.online.value = true;
    watchVersion(state, { sounding: () => sounding });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('reloads itself when the stream is back', async () => {
    expect(reload).not.toHaveBeenCalled();
    await breaks();
    expect(reload).toHaveBeenCalled();
  });

  it.each([
    ['the same page', () => new Response(page('/assets/index-old.js'))],
    ["the page of a hotel's network", () => new Response('<h1>Welcome!</h1>')],
    ['no page', () => Response.error()],
  ])('stays when there is %s', async (_, there) => {
    answer = there;
    await breaks();
    expect(reload).not.toHaveBeenCalled();
  });

  it('waits until its song is over, and the next one is not waited for', async () => {
    sounding = { trackId: 't1', anchorEvent: 1 };
    await breaks();
    sounding = null;
    state.session.value = { ...session, barrier: waits };
    expect(reload).not.toHaveBeenCalled();
    state.session.value = session;
    expect(reload).toHaveBeenCalled();
  });

  it('waits for the end of a call, hidden or not, since it comes back into the song by itself', async () => {
    state.muted.value = 'interrupted';
    html.hidden = true;
    await breaks();
    expect(reload).not.toHaveBeenCalled();
    state.muted.value = null;
    expect(reload).toHaveBeenCalled();
  });

  it.each([
    ['has typed', 'focusout', { activeElement: null }],
    ['is gone', 'visibilitychange', { hidden: true }],
  ])('waits until somebody who types %s', async (_, event, change) => {
    html.activeElement = { matches: () => true };
    await breaks();
    expect(reload).not.toHaveBeenCalled();
    Object.assign(html, change);
    html.dispatchEvent(new Event(event));
    expect(reload).toHaveBeenCalled();
  });

  it('stays while it is not in the room', async () => {
    await breaks();
    reload.mockClear();
    state.session.value = null;
    html.dispatchEvent(new Event('visibilitychange'));
    expect(reload).not.toHaveBeenCalled();
  });
});
