import type { SilenceReason } from '../../protocol/messages';
import type { PersonState } from '../../session/people';
import { counter } from '../numbers';

const counted = counter('en');
const doing: Record<Exclude<PersonState, 'downloading'>, string> = {
  listening: 'listening',
  ready: 'ready, waiting',
  aside: 'sitting out',
  late: 'joins at the next song',
  here: 'here',
  asleep: 'asleep',
  away: 'away',
};
/** Why a phone does not sound what plays. */
const silent: Record<SilenceReason, string> = {
  format: 'sitting out: cannot play this format',
  interrupted: 'silent: a call, or headphones out',
  paused: 'silent: paused on the phone',
  blocked: 'silent: the phone wants a tap',
  'from-start': 'sitting out: plays it from its start only',
};

/** What the big screen says. */
export const host = {
  title: 'CoListen · the big screen',
  next: 'Next: #',
  nothingChosen: 'Nothing of what was chosen for this room is there. Choose other music.',
  putSongs: 'Put songs into the music folder, then rescan the library.',
  unreachableYet: 'The server is out of reach. Trying again…',
  unreachable: 'The server is out of reach.',
  language: 'Language',
  automatic: 'Automatic',
  thisRoom: 'This room',
  rooms: 'Rooms',
  rescan: 'Rescan library',
  nobody: 'Nobody is here yet. Scan the code to be the first.',
  whoIsHere: 'Who is here',
  andMore: (more: number) => `and ${more.toLocaleString('en')} more`,
  pairingClosed: 'Pairing is closed: no new phone can join.',
  reopen: 'Reopen pairing',
  pairingOpen: 'Pairing is open.',
  qr: (url: string) => `QR code that opens ${url} on a phone`,
  scanOrOpen: 'Scan, or open',
  /** Letter by letter, for ears. */
  spelled: (code: string) => `Code ${code}`,
  playback: 'Playback',
  faster: 'Somebody else was faster. Look again, then press again.',
  hereToo: 'Play here too',
  hereTooHow: 'Opens the page for phones in a new tab, so that this computer plays along.',
  noAddress: (url: string) =>
    `${url} does not answer, so there is no QR code. Connect this computer to the network, or correct the setting PublicUrl.`,
  doesNotAnswer: (url: string) => `${url} does not answer.`,

  looking: 'Looking through the music folder …',
  lookingThrough: 'Looking through the music …',
  reading: (read: string, total: string) => `Reading the music: ${read} of ${total}`,
  libraryHas: (songs: string) => `The library has ${songs}.`,
  unreadable: (files: number) => counted(files, { one: '# file could not be read', other: '# files could not be read' }),
  allReadable: 'Every file could be read.',
  mend: 'Such a file goes by its name and may not play; such a folder is left out. Mend them, then rescan the library.',

  mainRoom: 'Main room',
  closeRoomSettings: "Close this room's settings",
  aboutRoom: 'About this room',
  tabs: { phones: 'Phones', music: 'Music', files: 'Files' },
  everythingPlays: 'Everything in the music folder plays in this room.',
  nothingOfChosen: 'Nothing of what is chosen is in the music folder now.',
  playHere: (songs: number) => counted(songs, { one: '# song plays in this room.', other: '# songs play in this room.' }),
  chooseMany: 'Choose as many as you like; the song that plays goes on until it ends.',
  find: 'Find music',
  kinds: { playlist: 'Playlists', album: 'Albums', artist: 'Artists', folder: 'Folders' },
  allMusic: 'All music',
  everything: 'Everything',
  notThere: 'not there now',
  searchMore: (more: number) => `and ${more.toLocaleString('en')} more; search to find them`,
  notFound: 'Nothing is called “#”.',

  whoDecides: 'Who decides what plays?',
  controls: {
    everyone: { name: 'Everyone', means: 'Every phone plays, pauses and orders the queue.' },
    hosts: { name: 'Only hosts', means: 'Hosts play, pause and order the queue. Guests wish for songs.' },
  },
  phones: 'Phones',
  noPhone: 'No phone has joined this room yet.',
  doing,
  silent,
  downloading: (percent: number) => `downloading ${percent} %`,
  gettingReady: 'getting ready',
  /** Before what the phone of a host does. */
  host: (doing: string) => `host · ${doing}`,
  makeGuest: 'Make guest',
  makeHost: 'Make host',
  change: (change: string, name: string) => `${change}: ${name}`,
  remove: (name: string) => `Remove ${name}`,
  rename: (name: string) => `Rename ${name}`,
  newName: (name: string) => `New name of ${name}`,
  saveName: 'Rename',
  removes: 'Remove #?',
  fallsSilent: 'The phone falls silent and needs the code to come back.',
  keep: 'Keep',
  removePhone: 'Remove phone',
  removed: (name: string) => `${name} is removed.`,
  code: 'Code #',
  newCode: 'New code',
  renews: 'Make a new code?',
  oldCode: 'The old one, and its QR, let nobody in any more. The phones that are here stay.',
  renew: 'Make new code',
  renewed: 'The room has a new code.',

  closeList: 'Close this list',
  aboutRooms: 'Each room has its own code, queue and phones. The music is the same.',
  roomName: 'Name of the new room',
  newRoom: 'Name of a new room',
  openRoom: 'Open room',
  opened: (room: string) => `${room} is open.`,
  onThisScreen: 'on this screen',
  here: (phones: number) => (phones === 0 ? 'nobody here' : `${phones} here`),
  close: (room: string) => `Close ${room}`,
  closes: 'Close # for good?',
  goSilent: (phones: number) =>
    phones === 0 ? 'Nobody is here.' : counted(phones, { one: '# phone goes silent.', other: '# phones go silent.' }),
  closeRoom: 'Close room',
  closed: (room: string) => `${room} is closed.`,
  wasClosed: (room: string) => `${room} was closed. This is the main room.`,
};

export type HostWords = typeof host;
