import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonView } from '../ui/view';
import { doing } from './person';
import { inOrder, type Question } from './phones';

const person = (name: string, state: PersonView['state'], percent = 0): PersonView => ({
  clientId: name,
  name,
  isMe: false,
  active: state !== 'away',
  state,
  percent,
});
const music = { folders: [], albums: [{ name: 'Duets', tracks: 2 }], artists: [], playlists: [], play: 'everything' };
const refused = () => Response.json({ type: 'not-stored' }, { status: 503 });

describe('the phones of a room', () => {
  it('come with those who are here first', () =>
    expect(inOrder([person('Cas', 'away'), person('Ben', 'here'), person('Ana', 'away')]).map(({ name }) => name)).toEqual([
      'Ben',
      'Ana',
      'Cas',
    ]));

  it('say what they do', () =>
    expect(
      [
        person('a', 'listening'),
        person('a', 'downloading', 40.7),
        person('a', 'downloading', 100),
        person('a', 'ready'),
        person('a', 'aside'),
        person('a', 'late'),
        person('a', 'asleep'),
        person('a', 'away'),
      ].map(doing),
    ).toEqual([
      'listening',
      'downloading 40 %',
      'getting ready',
      'ready, waiting',
      'sitting out',
      'joins at the next song',
      'asleep',
      'away',
    ]));
});

describe('the dialog of a room', () => {
  let asked: { path: string; body: unknown }[];
  let answers: (() => Response)[];
  /** What was asked about when the code was fetched that is shown. */
  let askedMeanwhile: (Question | null)[];

  beforeEach(() => {
    asked = [];
    answers = [];
    askedMeanwhile = [];
    vi.stubGlobal('location', { search: '?session=Kitchen' });
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      asked.push({ path, body: init.body === undefined ? null : JSON.parse(String(init.body)) });
      return (answers.shift() ?? (() => Response.json(path.startsWith('/host/music?') ? music : {})))();
    });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.resetModules();
  });

  const open = async (tab: 'phones' | 'music') => {
    const [{ createRoom }, { note }] = await Promise.all([import('./room'), import('./server')]);
    const made = createRoom(async () => {
      askedMeanwhile.push(made.room.value.asked);
    });
    made.actions.showRoom(tab);
    if (tab === 'music') await vi.waitFor(() => expect(made.room.value.music).toEqual(music));
    return { ...made, note };
  };

  it('asks before a phone is removed, and lets it stay if that is wanted', async () => {
    const { room, actions } = await open('phones');
    actions.ask({ about: 'removal', clientId: 'c1' });
    expect(room.value.asked).toEqual({ about: 'removal', clientId: 'c1' });
    actions.ask(null);
    expect(room.value.asked).toBeNull();
    expect(asked).toEqual([]);
  });

  it('removes a phone from the room that the screen shows', async () => {
    const { room, actions, note } = await open('phones');
    actions.ask({ about: 'removal', clientId: 'c1' });
    await actions.removePhone('c1', 'Ana');
    expect(asked).toEqual([{ path: '/host/clients/remove', body: { session: 'Kitchen', clientId: 'c1' } }]);
    expect(room.value.asked).toBeNull();
    expect(note.value).toBe('Ana is removed.');
  });

  it('gives a phone another name, and leaves in its field what was refused', async () => {
    const { room, actions } = await open('phones');
    actions.ask({ about: 'name', clientId: 'c1' });
    answers = [() => Response.json({ type: 'bad-name' }, { status: 400 })];
    await actions.renamePhone('c1', ' ');
    expect(room.value).toMatchObject({ asked: { about: 'name', clientId: 'c1' }, problem: expect.stringContaining('at most 40') });
    await actions.renamePhone('c1', 'Anne');
    expect(asked[1]).toEqual({ path: '/host/clients/rename', body: { session: 'Kitchen', clientId: 'c1', name: 'Anne' } });
    expect(room.value).toMatchObject({ asked: null, problem: null });
  });

  it('says why the server refused', async () => {
    answers = [refused];
    const { room, actions, note } = await open('phones');
    await actions.removePhone('c1', 'Ana');
    expect(room.value.problem).toBe('The server’s disk did not take it, so nothing was changed. Try again.');
    expect(note.value).toBe('');
  });

  it('hands the room to its hosts, and makes them', async () => {
    const { actions } = await open('phones');
    actions.setControl('hosts');
    actions.makeHost('c1', true);
    expect(asked).toEqual([
      { path: '/host/control', body: { session: 'Kitchen', control: 'hosts' } },
      { path: '/host/clients/host', body: { session: 'Kitchen', clientId: 'c1', host: true } },
    ]);
  });

  it('lets songs be as loud as they are, or not', async () => {
    const { actions } = await open('phones');
    actions.setEvenLoudness(false);
    expect(asked).toEqual([{ path: '/host/loudness', body: { session: 'Kitchen', even: false } }]);
  });

  it('shows the new code at once, and the old one no more', async () => {
    const { room, actions, note } = await open('phones');
    actions.ask({ about: 'code' });
    await actions.renewCode();
    expect(asked).toEqual([{ path: '/host/code/renew', body: { session: 'Kitchen' } }]);
    expect(askedMeanwhile).toEqual([{ about: 'code' }]);
    expect(room.value.asked).toBeNull();
    expect(note.value).toBe('The room has a new code.');
  });

  it('shows a choice of music at once, and sends each in turn', async () => {
    const { room, actions } = await open('music');
    actions.toggle('album', 'Duets');
    expect(room.value.music?.play).toEqual([{ album: 'Duets' }]);
    actions.chooseEverything();
    expect(room.value.music?.play).toBe('everything');
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked.slice(1)).toEqual([
      { path: '/host/music', body: { session: 'Kitchen', play: [{ album: 'Duets' }] } },
      { path: '/host/music', body: { session: 'Kitchen', play: 'everything' } },
    ]);
  });

  it('takes a refused choice back, and says why', async () => {
    const { room, actions } = await open('music');
    answers = [refused];
    actions.toggle('album', 'Duets');
    await vi.waitFor(() => expect(room.value.music?.play).toBe('everything'));
    expect(room.value.problem).toBe('The server’s disk did not take it, so nothing was changed. Try again.');
  });
});
