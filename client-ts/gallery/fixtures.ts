import type { PersonView, PhoneView, QueueView, SongView } from '../src/ui/view';
import { insideWords } from '../src/words/inside';
import { words } from '../src/words/phone';
import { refusalText } from '../src/words/refusals';
import { speak } from './language';

speak();

// The empty fragment takes up what is asked of a cover's address.
const picture = (body: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600">${body}</svg>`)}#`;

const dunes =
  picture(`<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#1d2a5c"/><stop offset=".55" stop-color="#e2725b"/>
  <stop offset="1" stop-color="#ffd28a"/></linearGradient></defs><rect width="600" height="600" fill="url(#s)"/><circle cx="390" cy="300" r="96" fill="#fff1c9"/>
  <path d="M0 420Q150 330 300 420T600 400V600H0z" fill="#5b2440"/><path d="M0 500Q200 410 360 500T600 470V600H0z" fill="#2b1330"/>`);
const forest =
  picture(`<rect width="600" height="600" fill="#0b3b34"/><g fill="#1f7a5c"><path d="M80 600 190 180 300 600z"/><path d="M330 600 430 120 530 600z"/></g>
  <g fill="#7fd1a0"><path d="M220 600 310 260 400 600z"/></g><circle cx="470" cy="120" r="60" fill="#f4e9b0"/>`);
const ink = picture(
  `<rect width="600" height="600" fill="#e9e7e3"/><circle cx="300" cy="300" r="190" fill="none" stroke="#222" stroke-width="46"/><path d="M140 460 460 140" stroke="#222" stroke-width="30"/>`,
);

const song = (
  trackId: string,
  title: string,
  artist: string,
  durationSec: number | null,
  coverUrl: string | null = null,
  onThisPhone = false,
): SongView => ({
  trackId,
  title,
  artist,
  durationSec,
  coverUrl,
  onThisPhone,
  album: durationSec && durationSec % 2 ? 'Battle Songs' : 'Long Nights',
  fileName: `${title}.mp3`,
});

const copies = { '3f9a01': 4, b07c11: 4, c91d05: 3, e6f011: 4, a81f44: 1 };

/** What the phone shows of these songs, in this order. */
export const queued = (songs: readonly SongView[], change: Partial<QueueView> = {}): Pick<PhoneView, 'track' | 'queue'> => {
  const byId = new Map([...songs, ...queue].map((one) => [one.trackId, one]));
  const order = songs.map(({ trackId }) => trackId).filter((id) => !change.putAside?.includes(id));
  return {
    track: songs[0] ?? null,
    queue: { order, wishes: new Map(), putAside: [], copies, phones: 4, song: (id) => byId.get(id) as SongView, library: byId, ...change },
  };
};

const queue: SongView[] = [
  song('3f9a01', 'Time to Strike', 'Machine Wars', 221, null, true),
  song('b07c11', 'Frontiers', 'Aleksi Aubry-Carlson', 275, forest, true),
  song('c91d05', 'Knalgan Theme', 'Ryan Reilly', 350),
  song('d2ee87', 'A very long title that never pushes the button out of the row', 'Somebody feat. Somebody Else', 727, dunes),
  song('e6f011', 'Wanderer', 'Mattias Westlund', 241, ink, true),
  song('f71203', 'Elvish Theme', 'Doug Kaufman', 333),
  song('a81f44', 'أغنية الليل الطويل', 'فرقة النجوم', 198, null, true),
  song('a92c55', '夜に駆ける', 'YOASOBI', 258),
  song('aa3d66', '🎷 Saxophone Tuesday 🌮', '', null),
  song('ab4e77', 'The Deep Path', 'Mattias Westlund', 192),
  song('ac5f88', 'Underground', 'Jeremy Nicoll', 3725),
];

const person = (clientId: string, name: string, state: PersonView['state'], percent = 0): PersonView => ({
  clientId,
  name,
  isMe: clientId === 'me',
  active: state !== 'away',
  state,
  percent,
});

const listening = [
  person('ben', 'Ben', 'listening'),
  person('me', 'Dana', 'listening'),
  person('ana', 'Ana', 'listening'),
  person('cas', 'Cas', 'listening'),
];

const base: PhoneView = {
  phase: 'playing',
  online: true,
  elsewhere: false,
  corrupt: false,
  join: { name: '', code: '', busy: false, error: null, tapOnly: false, roomName: null },
  name: null,
  code: 'HXKTMPRW',
  ...queued(queue),
  guest: false,
  people: listening,
  barrier: null,
  silent: null,
  cannotPlay: false,
  loading: false,
  status: { tone: 'ok', text: words().inStep },
  bubbles: [],
  outputDelayMs: 40,
  calibrating: false,
};
const from = (change: Partial<PhoneView>): PhoneView => ({ ...base, ...change });
const withFirst = (track: SongView) => queued([track, ...queue.filter(({ trackId }) => trackId !== track.trackId)]);
const join = (change: Partial<PhoneView['join']>): PhoneView =>
  from({ phase: 'joining', ...queued([]), people: [], status: { tone: 'wait', text: '' }, join: { ...base.join, ...change } });
const wishes = new Map([
  ['c91d05', { name: 'Ana', isMe: false }],
  ['d2ee87', { name: 'Ben with a rather long name', isMe: false }],
  ['f71203', { name: 'Dana', isMe: true }],
]);
const crowd = ['Ben', 'Ana', 'Cas', 'Eli', 'Fay', 'Gus', 'Hana', 'Ines', 'Jo', 'Kim', 'Lou'].map((name, at) =>
  person(name, name, at === 1 || at === 6 ? 'downloading' : 'ready', at === 1 ? 62 : 17),
);
const bubble = (id: number, text: string, tone: 'info' | 'warn', label?: string) => ({
  id,
  text,
  tone,
  action: label ? { label, run: () => {} } : null,
});

/** Every screen of the phone, by name. A name that ends in `-queue` or `-sheet` opens that part. */
export const states: Record<string, PhoneView> = {
  join: join({}),
  'join-code': join({ name: 'Ana', code: 'HXKTMPRW' }),
  'join-busy': join({ name: 'Ana', code: 'HXKTMPRW', busy: true }),
  'join-error': join({ name: 'Ana', code: 'HXKTMPRX', error: refusalText('wrong-code') }),
  'join-room': join({ name: 'Ana', code: 'QRSTUVWX', roomName: 'Kitchen' }),
  'join-closed': join({ name: 'Ana', error: words().closed('Kitchen') }),
  'join-tap-room': join({ tapOnly: true, name: 'Ana', roomName: 'Kitchen' }),
  'join-tap': join({ tapOnly: true, name: 'Ana' }),
  playing: base,
  'playing-art': from({ ...withFirst(queue[3] as SongView), status: { tone: 'ok', text: words().inStep } }),
  'playing-ink': from({ ...withFirst(queue[4] as SongView) }),
  'playing-rtl': from({ ...withFirst(queue[6] as SongView) }),
  paused: from({
    phase: 'paused',
    people: listening.map((one) => ({ ...one, state: 'here' as const })),
    status: { tone: 'off', text: words().paused },
  }),
  waiting: from({
    phase: 'waiting',
    ...withFirst(queue[1] as SongView),
    people: [
      person('me', 'Dana', 'ready'),
      person('ben', 'Ben', 'ready'),
      person('ana', 'Ana', 'downloading', 62),
      person('cas', 'Cas', 'ready'),
    ],
    barrier: { type: 'track', readyCount: 3, memberCount: 4, etaSec: 6, canStartNow: true, everyoneHas: null },
    status: { tone: 'wait', text: words().waiting(3, 4) },
  }),
  'waiting-crowd': from({
    phase: 'waiting',
    people: [person('me', 'Dana', 'downloading', 34.6), ...crowd],
    barrier: { type: 'resume', readyCount: 9, memberCount: 12, etaSec: null, canStartNow: true, everyoneHas: null },
    status: { tone: 'wait', text: words().downloading, percent: 34 },
  }),
  'waiting-alone': from({
    phase: 'waiting',
    people: [person('me', 'Dana', 'downloading', 8)],
    barrier: { type: 'track', readyCount: 0, memberCount: 1, etaSec: 128, canStartNow: false, everyoneHas: null },
    status: { tone: 'wait', text: words().downloading, percent: 8 },
  }),
  'waiting-ready': from({
    phase: 'waiting',
    people: [person('me', 'Dana', 'downloading', 100), person('ben', 'Ben', 'ready')],
    barrier: { type: 'track', readyCount: 1, memberCount: 2, etaSec: 0, canStartNow: true, everyoneHas: null },
    status: { tone: 'wait', text: words().gettingReady },
  }),
  'waiting-long': from({
    phase: 'waiting',
    ...withFirst(queue[2] as SongView),
    people: [person('me', 'Dana', 'ready'), person('ben', 'Ben', 'ready'), person('ana', 'Ana', 'downloading', 4)],
    barrier: { type: 'track', readyCount: 2, memberCount: 3, etaSec: 340, canStartNow: true, everyoneHas: queue[4] as SongView },
    status: { tone: 'wait', text: words().waiting(2, 3) },
  }),
  silent: from({
    phase: 'silent',
    people: [...listening.filter(({ isMe }) => !isMe), person('me', 'Dana', 'late')],
    status: { tone: 'wait', text: words().joinsNext },
  }),
  'silent-cannot': from({
    phase: 'silent',
    cannotPlay: true,
    people: [...listening.filter(({ isMe }) => !isMe), { ...person('me', 'Dana', 'late'), reason: 'format' }],
    status: { tone: 'warn', text: words().cannotPlay },
  }),
  'silent-interrupted': from({
    phase: 'silent',
    silent: 'interrupted',
    people: [...listening.filter(({ isMe }) => !isMe), person('me', 'Dana', 'asleep')],
    status: { tone: 'warn', text: words().silent.interrupted },
  }),
  'silent-blocked': from({
    phase: 'silent',
    silent: 'blocked',
    people: [person('me', 'Dana', 'asleep'), person('ben', 'Ben', 'ready'), person('ana', 'Ana', 'downloading', 62)],
    barrier: { type: 'track', readyCount: 1, memberCount: 2, etaSec: 6, canStartNow: true, everyoneHas: null },
    status: { tone: 'warn', text: words().silent.blocked },
  }),
  empty: from({
    phase: 'paused',
    ...queued([]),
    people: [person('me', 'Dana', 'here')],
    status: { tone: 'warn', text: words().emptyLibrary },
  }),
  loading: from({ loading: true }),
  'loading-queue': from({ loading: true }),
  offline: from({ online: false, status: { tone: 'warn', text: words().soundsOn } }),
  damage: from({ corrupt: true }),
  'damage-first': from({
    phase: 'joining',
    ...queued([]),
    corrupt: true,
  }),
  elsewhere: from({ phase: 'joining', elsewhere: true }),
  bubbles: from({
    bubbles: [
      bubble(1, words().outOfDate('Ben'), 'warn'),
      bubble(2, insideWords().tookTooLong, 'warn'),
      bubble(3, insideWords().nudged('Knalgan Theme'), 'info', words().undo),
    ],
  }),
  queue: base,
  'wishes-queue': from(queued(queue, { wishes })),
  'aside-queue': from(queued(queue, { wishes, putAside: ['f71203', 'aa3d66', 'ac5f88'] })),
  'menu-queue': from(queued(queue, { wishes })),
  'albums-queue': base,
  'guest-queue': from({ guest: true, ...queued(queue, { wishes, putAside: ['ac5f88'] }) }),
  guest: from({ guest: true }),
  'guest-paused': from({ guest: true, phase: 'paused', status: { tone: 'off', text: words().paused } }),
  'guest-silent': from({
    guest: true,
    phase: 'silent',
    people: [...listening.filter(({ isMe }) => !isMe), person('me', 'Dana', 'late')],
    status: { tone: 'wait', text: words().joinsNext },
  }),
  'playing-late': from({ people: [...listening, person('dee', 'Dee', 'late')] }),
  'bubble-queue': from({ bubbles: [bubble(3, insideWords().nudged('Knalgan Theme'), 'info', words().undo)] }),
  'long-queue': from({
    ...queued(
      Array.from({ length: 1000 }, (_, at) =>
        song(`t${at.toString(16)}`, `Song ${at + 1}`, `Artist ${at % 37}`, 120 + (at % 200), null, at % 9 === 0),
      ),
    ),
  }),
  'in-step-sheet': base,
  'quiet-in-step-sheet': from({ phase: 'paused' }),
  'by-ear-sheet': from({ calibrating: true, outputDelayMs: 185 }),
  'rename-sheet': base,
  'room-sheet': from({ name: 'Kitchen' }),
  sheet: from({
    people: [
      ...listening,
      person('dee', 'Dee with a name as long as names may be, 40', 'late'),
      person('eli', 'Eli 🎧', 'aside'),
      person('gus', 'Gus', 'asleep'),
      person('fay', 'Fay', 'away'),
    ],
  }),
};
