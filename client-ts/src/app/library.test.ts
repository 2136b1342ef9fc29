import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../emitter';
import type { Track } from '../protocol/messages';
import type { Events } from './events';
import { createLibrary } from './library';
import { createState, isUnplayable } from './state';

const track = (trackId: string): Track => ({ trackId, fileName: `${trackId}.mp3`, size: 1, mime: 'audio/mpeg', duration: 9 });

describe('the library', () => {
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('localStorage', { getItem: () => null });
    vi.stubGlobal('navigator', { vendor: '', platform: 'Linux' });
    vi.stubGlobal(
      'Audio',
      class {
        canPlayType = (type: string) => (type.includes('aiff') ? '' : 'probably');
      },
    );
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('still knows a song that has left it, as that may sound to its end', async () => {
    const answers = [[track('t1'), track('t2')], [track('t2')]];
    vi.stubGlobal('fetch', async () => Response.json(answers.shift()));
    const state = createState();
    const library = createLibrary(state, createEmitter());
    await library.refresh();
    await library.refresh();
    expect(answers).toEqual([]);
    expect(state.tracks.value.get('t1')?.fileName).toBe('t1.mp3');
  });

  it('has each song in the form in which this phone takes it', async () => {
    const flac = { ...track('t1'), mime: 'audio/flac', as: ['mp4'] };
    vi.stubGlobal('fetch', async () => Response.json([flac, track('t2')]));
    const state = createState();
    const library = createLibrary(state, createEmitter());
    await library.refresh();
    expect(['t1', 't2'].map((id) => state.tracks.value.get(id))).toEqual([flac, track('t2')]);
    expect(await library.otherForm('t2')).toBe(false);
    expect(await library.otherForm('t1')).toBe(true);
    expect(state.tracks.value.get('t1')).toEqual({ ...flac, mime: 'audio/mp4', query: '?as=mp4' });
  });

  it('knows before any of it is fetched what this phone cannot play', async () => {
    const aiff = { ...track('t1'), mime: 'audio/aiff' };
    vi.stubGlobal('fetch', async () => Response.json([aiff, track('t2')]));
    const state = createState();
    await createLibrary(state, createEmitter()).refresh();
    expect(['t1', 't2'].map((id) => isUnplayable(state, id))).toEqual([true, false]);
  });

  it('is another object once it is known anew', async () => {
    vi.stubGlobal('fetch', async () => Response.json([track('t1')]));
    const state = createState();
    const library = createLibrary(state, createEmitter());
    await library.refresh();
    const before = state.tracks.value;
    await library.refresh();
    expect(state.tracks.value).not.toBe(before);
    expect(state.tracks.value.size).toBe(1);
  });

  it("believes the element, which has decoded the song, over the file's own headers", async () => {
    vi.stubGlobal('fetch', async () => Response.json([track('t1'), track('t2')]));
    const state = createState();
    const events: Events = createEmitter();
    const library = createLibrary(state, events);
    await library.refresh();
    events.emit.duration('t1', 7.5, false);
    events.emit.duration('t2', 9.2, false);
    expect([...state.durations.value]).toEqual([['t1', 7.5]]);
  });

  it('does not believe an element that is far from the tags, unless the song ended there', async () => {
    vi.stubGlobal('fetch', async () => Response.json([track('t1')]));
    const state = createState();
    const events: Events = createEmitter();
    const library = createLibrary(state, events);
    await library.refresh();
    events.emit.duration('t1', 0.1, false);
    expect([...state.durations.value]).toEqual([]);
    events.emit.duration('t1', 4, true);
    expect([...state.durations.value]).toEqual([['t1', 4]]);
  });
});
