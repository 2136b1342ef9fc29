import { render } from 'lit-html';
import type { HostMusic } from '../src/host/choice';
import { type HostScreen, hostScreen } from '../src/host/hostScreen';
import { type HostSession, settleDialogs } from '../src/host/sessionsDialog';
import { colourFrom } from '../src/ui/cover';
import { startWords } from '../src/ui/song';
import type { PersonView, PhoneView } from '../src/ui/view';
import { hostWords } from '../src/words/host';
import { words } from '../src/words/phone';
import { refusalText } from '../src/words/refusals';
import { states } from './fixtures';
import '../src/styles/host.css';

const url = 'http://192.168.1.5:5080/';
const info = { url, qrUrl: url, code: 'HXKTMPRW', pairing: 'open' } as const;
const base: HostScreen = {
  phase: 'playing',
  online: true,
  track: state('playing').track,
  next: state('playing').queue.song(state('playing').queue.order[1] ?? ''),
  startWords: null,
  canStartNow: false,
  people: [
    ...people('playing'),
    ...people('silent')
      .filter(({ isMe }) => isMe)
      .map((one) => ({ ...one, clientId: 'dee', name: 'Dee' })),
  ],
  info,
  pictureVersion: 1,
  note: '',
  scan: null,
  unreadable: [],
  librarySize: 1234,
  queueSize: 128,
  room: {
    open: false,
    tab: 'phones',
    control: 'everyone',
    evenLoudness: true,
    hosts: new Set(['ana']),
    asked: null,
    problem: null,
    music: null,
    first: 'everything',
    words: '',
  },
  sessions: { open: false, list: [], shown: 'main', asked: null, problem: null },
};
const kitchen: HostSession = { name: 'Kitchen', code: 'QRSTUVWX', pairing: 'open', here: 3 };
const list: HostSession[] = [
  { name: 'main', code: info.code, pairing: 'open', here: 5 },
  kitchen,
  { name: 'غرفة الجلوس', code: 'MNPQRSTU', pairing: 'open', here: 0 },
  { name: 'A name that takes all of forty characters', code: 'ABCDEFGH', pairing: 'closed', here: 1 },
];
const sessions = { ...base.sessions, open: true, list };
const paired = people('sheet');
const silentOnes = (['format', 'from-start', 'interrupted', 'paused', 'blocked'] as const).map((reason, at) => ({
  ...(paired[at] as PersonView),
  state: at < 2 ? ('late' as const) : ('asleep' as const),
  active: at < 2,
  reason,
}));
const manyPaired = Array.from({ length: 60 }, (_, n) => ({
  ...(paired[n % paired.length] as PersonView),
  clientId: `c${n}`,
  name: `Phone ${n + 1}`,
}));
const music: HostMusic = {
  playlists: [
    { name: 'Saturday night', tracks: 42 },
    { name: 'Jazz/Mix.m3u8', tracks: 1 },
  ],
  albums: Array.from({ length: 70 }, (_, n) => ({
    name: n % 3 ? `Still life ${n + 1}` : `A very long name of an album, volume ${n + 1}`,
    tracks: n + 1,
  })),
  artists: [
    { name: 'Machine Wars', tracks: 12 },
    { name: 'فرقة النجوم', tracks: 9 },
    { name: 'Zoë & the Lifeboats', tracks: 1200 },
  ],
  folders: [
    { name: 'Compilations/2009 - A very long name that was never meant to be read by anybody/CD 2', tracks: 18 },
    { name: 'Jazz', tracks: 310 },
  ],
  play: [{ playlist: 'Saturday night' }, { artist: 'Zoë & the Lifeboats' }, { folder: 'On the old disk' }],
};
const choosing = { open: true, tab: 'music', music, first: music.play } as const;
const unreadable = [
  {
    path: 'Compilations/2009 - A very long name of an album that was never meant to be read by anybody/07 broken.mp3',
    reason: 'Reading its tags takes too long.',
  },
  { path: 'odd.mp3', reason: 'MPEG audio header not found.' },
  { path: 'أغاني/ليل.flac', reason: 'The file is empty.' },
  ...Array.from({ length: 230 }, (_, n) => ({ path: `Old/song ${n + 1}.ogg`, reason: 'No Ogg page was found.' })),
];

function state(name: string): PhoneView {
  return states[name] as PhoneView;
}

function people(name: string): PersonView[] {
  return state(name).people;
}

const screens: Record<string, HostScreen> = {
  playing: base,
  art: { ...base, track: state('playing-art').track, people: people('playing').slice(0, 1) },
  waiting: {
    ...base,
    phase: 'waiting',
    track: state('waiting').track,
    people: people('waiting'),
    startWords: startWords({ type: 'track', etaSec: 6 }),
    canStartNow: true,
  },
  crowd: {
    ...base,
    phase: 'waiting',
    people: people('waiting-crowd'),
    startWords: startWords({ type: 'resume', etaSec: null }),
    canStartNow: true,
  },
  'no-address': { ...base, info: { ...info, qrUrl: null } },
  'other-address': { ...base, info: { ...info, url: 'https://music.example/party/' } },
  paused: { ...base, phase: 'paused', people: people('paused'), note: hostWords().libraryHas(words().songs(128)) },
  faster: { ...base, note: hostWords().faster },
  closed: { ...base, info: { ...info, pairing: 'closed' } },
  empty: { ...base, phase: 'paused', track: null, next: null, people: [], note: '' },
  offline: { ...base, online: false },
  kitchen: { ...base, info: { ...info, code: kitchen.code }, sessions: { ...base.sessions, shown: 'Kitchen' } },
  reading: { ...base, scan: { read: 1200, total: 5000 } },
  unreadable: { ...base, unreadable },
  phones: { ...base, people: paired, room: { ...base.room, open: true } },
  'phones-waiting': {
    ...base,
    phase: 'waiting',
    people: [...people('waiting'), ...paired.filter(({ active }) => !active)],
    room: { ...base.room, open: true, control: 'hosts' },
  },
  'phones-asking': { ...base, people: paired, room: { ...base.room, open: true, asked: { about: 'removal', clientId: 'fay' } } },
  'phones-name': { ...base, people: paired, room: { ...base.room, open: true, asked: { about: 'name', clientId: 'dee' } } },
  'phones-silent': { ...base, people: silentOnes, room: { ...base.room, open: true } },
  silent: { ...base, people: silentOnes },
  'phones-code': { ...base, people: paired, room: { ...base.room, open: true, asked: { about: 'code' } } },
  'phones-none': { ...base, people: [], room: { ...base.room, open: true } },
  'phones-many': { ...base, people: manyPaired, room: { ...base.room, open: true, problem: hostWords().unreachable } },
  music: { ...base, room: { ...base.room, ...choosing } },
  'music-all': { ...base, room: { ...base.room, ...choosing, music: { ...music, play: 'everything' } } },
  files: { ...base, unreadable, room: { ...base.room, open: true, tab: 'files' } },
  'files-reading': { ...base, scan: { read: 1200, total: 5000 }, room: { ...base.room, open: true, tab: 'files' } },
  'music-found': { ...base, room: { ...base.room, ...choosing, words: 'life' } },
  'music-nothing': { ...base, scan: { read: 1200, total: 5000 }, room: { ...base.room, ...choosing, words: 'zzz' } },
  'music-first': { ...base, room: { ...base.room, ...choosing, music: null } },
  'music-gone': { ...base, track: null, next: null, phase: 'paused', queueSize: 0 },
  sessions: { ...base, sessions },
  'rooms-first': { ...base, sessions: { ...sessions, list: list.slice(0, 1) } },
  'rooms-asking': { ...base, sessions: { ...sessions, shown: 'Kitchen', asked: 'Kitchen' } },
  'rooms-refused': { ...base, sessions: { ...sessions, problem: refusalText('session-name-taken') } },
  'rooms-many': {
    ...base,
    sessions: { ...sessions, list: [...list, ...Array.from({ length: 16 }, (_, n) => ({ ...kitchen, name: `Room ${n + 5}` }))] },
  },
};

const name = new URLSearchParams(location.search).get('state') ?? 'playing';
const screen = screens[name] ?? base;
document.documentElement.dataset.state = screen.phase;
document.documentElement.dataset.screens = Object.keys(screens).join(',');
colourFrom(document.documentElement)(screen.track ?? undefined);
const nothing = () => {};
const root = document.getElementById('host') as HTMLElement;
render(
  hostScreen(screen, {
    rescan: nothing,
    openPairing: nothing,
    command: nothing,
    showSessions: nothing,
    openSession: nothing,
    askToClose: nothing,
    closeSession: nothing,
    showRoom: nothing,
    setControl: nothing,
    setEvenLoudness: nothing,
    makeHost: nothing,
    ask: nothing,
    renamePhone: nothing,
    removePhone: nothing,
    renewCode: nothing,
    search: nothing,
    toggle: nothing,
    chooseEverything: nothing,
  }),
  root,
);
settleDialogs(root, screen.sessions.open, screen.room.open);
