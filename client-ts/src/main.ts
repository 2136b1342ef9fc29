import { effect, untracked } from '@preact/signals-core';
import { createActions } from './app/actions';
import { calmed } from './app/calm';
import { createEntry, type Entry, tapMs } from './app/entry';
import { createInStepReport } from './app/inStepReport';
import { createLibrary } from './app/library';
import { keepAwake, showOnLockScreen } from './app/lockScreen';
import * as memory from './app/memory';
import { createPhone, type Phone } from './app/phone';
import { createRoomView } from './app/roomView';
import { createState, titleOf } from './app/state';
import { createDownloads } from './cache/downloads';
import { openTrackCache } from './cache/trackCache';
import { createPlayer } from './player/player';
import { isAlone } from './room/room';
import { mountRoom } from './ui/room';
import type { Actions } from './ui/view';

const state = createState();
const title = (trackId: string) => titleOf(state.tracks.value.get(trackId));
// What follows knows each other in a circle, by these names only.
let phone: Phone;
let entry: Entry;
let actions: Actions;
/** Where the sound was when this phone was interrupted last. */
let stoppedSec = 0;
const unauthorized = () => entry.unauthorized();

const library = createLibrary(state, unauthorized);
const player = createPlayer(() => state.lateMs.value, memory.means.read, {
  ended: (anchorEvent) => phone.ended(anchorEvent),
  interrupted(atSec) {
    stoppedSec = atSec;
    phone.interrupted();
  },
  failed(trackId, why) {
    if (why === 'blocked') phone.blocked();
    else if (why === 'stuck') phone.interrupted();
    else phone.cannotPlay(trackId);
  },
  stands(on) {
    state.stands.value = on;
  },
  duration: library.learnDuration,
});
const downloads = createDownloads(openTrackCache(), {
  arrived: () => phone.tend(),
  gone(trackId) {
    state.bubbles.tell('warn', `${title(trackId)} is gone from the library.`);
    state.unplayable.value = new Set([...state.unplayable.value, trackId]);
    void library.refresh();
    phone.tend();
  },
  broken: (trackId) => state.bubbles.tell('warn', `The download of ${title(trackId)} broke off.`),
  noRoom: (trackId) => state.bubbles.tell('warn', `This phone is full: ${title(trackId)} is not kept.`),
  unauthorized,
});

/** When this phone heard where a silent song stands; only a guess of where it is now can be made of it. */
const heard = { anchorEvent: -1, atMs: 0 };
effect(() => {
  const anchorEvent = state.room.value?.anchorEvent ?? -1;
  if (heard.anchorEvent !== anchorEvent) Object.assign(heard, { anchorEvent, atMs: performance.now() });
});

/** Where the song stands, in seconds: where it sounds here, else by what was last heard of it. */
function positionSec(): number {
  const room = state.room.value;
  const here = player.positionSec();
  if (here !== null || !room) return here ?? 0;
  // Nobody else plays on.
  if (state.muted.value === 'interrupted' && isAlone(room, state.me.value ?? '')) return stoppedSec;
  return room.playState.anchorPositionSec + (room.playState.mode === 'playing' ? (performance.now() - heard.atMs) / 1000 : 0);
}

phone = createPhone({
  state,
  player,
  downloads,
  started: createInStepReport(player),
  refreshIndex: () => void library.refresh(),
  unauthorized,
  closed: () => entry.closed(),
  removed: () => entry.removed(),
  bringEveryoneIn: () => actions.bringEveryoneIn(),
  async tapToListen() {
    if (!(await player.unlock(tapMs))) return;
    state.muted.value = null;
    phone.tend();
  },
});
entry = createEntry(state, player, downloads, phone, () => void library.refresh());
actions = createActions(state, entry, phone, library, positionSec);
const view = createRoomView(state, downloads);

effect(() => {
  void state.lateMs.value;
  player.setLate();
});
effect(() => player.click(state.byEar.value));
document.addEventListener('visibilitychange', () => {
  // In a pocket it is to play the song.
  if (document.hidden) state.byEar.value = false;
});
effect(() => {
  document.documentElement.dataset.eventCount = String(state.room.value?.eventCount ?? '');
});
effect(() => {
  if (state.tracks.value.size > 0) untracked(() => phone.tend());
});
mountRoom(document.getElementById('room') as HTMLElement, calmed(view, state.calmUntilMs), actions, positionSec, player.reading);
showOnLockScreen(view, actions, () => player.interrupt());
keepAwake(view);
void downloads.open().then(() => phone.tend());
void entry.begin();
