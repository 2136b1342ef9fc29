import type { Muted } from '../../app/state';
import type { PersonState } from '../../session/people';
import { counter } from '../numbers';

const counted = counter('en');
const states: Record<Exclude<PersonState, 'downloading'>, string> = {
  listening: 'listening',
  ready: 'ready',
  aside: 'not waited for',
  late: 'joins at the next song',
  here: 'here',
  asleep: 'asleep',
  away: 'away',
};
/** Why this phone is silent by itself. */
const silent: Record<Muted, string> = {
  interrupted: 'The sound was interrupted on this phone',
  paused: 'Paused on this phone; the others go on',
  blocked: 'This browser wants a tap before it sounds',
};
/** Why the server paused by itself. */
const pausedBy: Record<string, string> = {
  'nothing-playable': 'Nothing in the queue could be played',
  'nobody-listening': 'Paused, as nobody was listening',
  'library-changed': 'Paused, as the song is gone from the library',
};

/** What a phone says until it plays. */
export const phone = {
  lang: 'en',
  dir: 'ltr',

  pitch: 'One song, the same instant, on every phone in the room.',
  pitchOf: 'One song, the same instant, on every phone in #.',
  yourName: 'Your name',
  code: 'Code',
  join: 'Join',
  /** Behind "Join" while it does. */
  joining: 'ing…',
  codeHint: 'The code is on the big screen. Joining also lets this phone make sound.',
  tapToSound: 'Tap so that this phone may sound.',
  otherCode: 'Use another code',
  mustPair: 'Please join with the code that is shown now.',
  notHere: 'The server does not answer. Is this phone on the same Wi-Fi?',
  oneMoreTap: 'This browser wants one more tap before it sounds.',
  removed: 'The host has removed this phone. To come back, join with the code.',
  closed: (room: string | null) => `${room ?? 'This room'} was closed. Join another room with its code.`,

  damaged: 'The server’s state is damaged',
  damagedHow: 'Its owner is told in the server’s log how to mend it.',
  staysPaired: 'This phone stays paired and comes back by itself.',
  elsewhere: 'CoListen is open in another tab',
  silentHere: 'This phone listens there; this tab is silent.',
  useThis: 'Use this one',

  noAnswer: 'The server does not answer. Please try again.',
  noAnswerYet: 'The server does not answer. Trying again…',
  tryAgain: 'Please try again.',
  restartingYet: 'The server is restarting. Trying again…',
  lostYet: 'The connection is lost. Trying again…',
  outOfDate: (who: string | null) => `${who ?? 'Somebody'} was faster. Out of date; refreshing...`,
  unsupported: 'Format not supported. Skipping...',
  onlyFromStart: 'This phone plays FLAC only from the start of a song. It joins at the next one.',
  stuck: 'The song does not go on here. This phone joins at the next one.',
  interrupted: 'Sound was interrupted on this phone.',
  undo: 'Undo',
  dismiss: 'Dismiss',

  restarting: 'The server is restarting…',
  soundsOn: 'Connection lost; the song goes on here',
  connecting: 'Connecting…',
  emptyLibrary: 'There is no music in the library yet',
  cannotPlay: 'This phone cannot play this song',
  downloading: 'downloading',
  waiting: (ready: number, members: number) => `waiting for others to download (${ready}/${members} ready)`,
  gettingReady: 'getting ready',
  standsStill: 'The song stands still here; trying again',
  playing: 'Playing',
  inStep: 'In step',
  offStep: 'getting back in step',
  clicks: 'This phone clicks, to be set by ear',
  nextIs: 'Next: #',
  joinsNext: 'you join at the next song',
  paused: 'Paused',
  pausedBy,
  silent,

  offline: 'Connecting',
  listening: (people: number) => `${people} listening`,
  here: (people: number) => `${people} here`,
  songs: (songs: number) => counted(songs, { one: '# song', other: '# songs' }),
  views: 'Views',
  currentSong: 'Current Song',
  queue: 'Queue',

  whenReady: { track: 'starts when all are ready', resume: 'goes on when all are ready' },
  inAMoment: { track: 'starts together in a moment', resume: 'goes on together in a moment' },
  inAbout: { track: 'starts together in about #', resume: 'goes on together in about #' },
  waitedFor: 'Who is waited for',
  states,
  you: 'You',
  me: 'you',
  people: (people: number) => counted(people, { one: '# person', other: '# people' }),
  more: (people: number) => `${people} more`,
  ready: (people: number) => `${people} ready`,
  startNow: 'Start now',
  without: 'without #',
  leavesBehind: (names: string) => `Leaves behind ${names}, until the next song.`,
  youJoinNext: 'You join at the next song.',
  youJoinIn: 'You join in #',
  bringIn: 'Bring everyone in',
  interruptsAll: 'All start together here; it interrupts everybody',
  playInstead: 'Play what everyone has',
  plays: (title: string) => `Plays ${title}.`,
  play: 'Play',
  pause: 'Pause',
  next: 'Next',
  previous: 'Previous',
  listen: 'Tap to listen',
  hosted: 'The host chooses what plays. Wish for songs in the queue.',
  position: 'Position',
  of: (position: string, duration: string) => `${position} of ${duration}`,
  noMusic: 'No music yet',
  unknownSong: 'Unknown song',
};

export type PhoneWords = typeof phone;
