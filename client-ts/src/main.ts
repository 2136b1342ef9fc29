import { effect, untracked } from '@preact/signals-core';
import { createActions } from './app/actions';
import { createInStepReport } from './app/inStepReport';
import { createJoining, type Joining } from './app/joining';
import { createLibrary } from './app/library';
import { createPhone, type Phone } from './app/phone';
import { createPhoneView } from './app/phoneView';
import { deferUntil } from './app/renderPause';
import { createState, titleOf } from './app/state';
import * as storage from './app/storage';
import { createDownloads } from './cache/downloads';
import { openTrackCache } from './cache/trackCache';
import { createPlayer } from './player/player';
import { isAlone, positionSecAt } from './session/session';
import { mountPhoneScreen } from './ui/phoneScreen';
import type { Actions } from './ui/view';

const state = createState();
const title = (trackId: string) => titleOf(state.tracks.value.get(trackId));
// What follows knows each other in a circle, by these names only.
let phone: Phone;
let joining: Joining;
let actions: Actions;
const unauthorized = () => joining.unauthorized();

const library = createLibrary(state, unauthorized);
const player = createPlayer(() => state.outputDelayMs.value, storage.syncMode.read, {
  ended: (anchorEvent) => phone.ended(anchorEvent),
  interrupted: (positionSec) => phone.interrupted(positionSec),
  resumed: () => phone.resumed(),
  failed(trackId, why, atSec) {
    if (why === 'blocked') phone.blocked();
    else if (why === 'stuck') phone.interrupted(atSec);
    else phone.cannotPlay(trackId);
  },
  stands(on) {
    state.stands.value = on;
  },
  duration: library.learnDuration,
});
const downloads = createDownloads(openTrackCache(), {
  arrived: () => phone.reconcile(),
  gone(trackId) {
    state.bubbles.tell('warn', `${title(trackId)} is gone from the library.`);
    state.unplayable.value = new Set([...state.unplayable.value, trackId]);
    void library.refresh();
    phone.reconcile();
  },
  broken: (trackId) => state.bubbles.tell('warn', `The download of ${title(trackId)} broke off.`),
  noRoom: (trackId) => state.bubbles.tell('warn', `This phone is full: ${title(trackId)} is not kept.`),
  notKept: (trackId) => state.bubbles.tell('warn', `${title(trackId)} could not be kept on this phone.`),
  unauthorized,
});

/** Where the song is by this phone's own sound, in seconds; null where only the server knows. */
function soundingSec(): number | null {
  const session = state.session.value;
  // Nobody else plays on: the song stands where this phone fell silent.
  const stands = state.muted.value && session?.playState.mode === 'playing' && isAlone(session, state.me.value ?? '');
  return player.positionSec() ?? (stands ? state.stoppedSec.value : null);
}

function positionSec(): number {
  const session = state.session.value;
  return soundingSec() ?? (session ? positionSecAt(session, performance.now()) : 0);
}

phone = createPhone({
  state,
  player,
  downloads,
  started: createInStepReport(player),
  refreshIndex: () => void library.refresh(),
  unauthorized,
  closed: () => joining.closed(),
  removed: () => joining.removed(),
  bringEveryoneIn: () => actions.bringEveryoneIn(),
  wake: () => joining.renewStream(),
});
joining = createJoining(state, player, downloads, phone, () => void library.refresh());
actions = createActions(state, joining, phone, library, soundingSec);
const view = createPhoneView(state, downloads);

effect(() => {
  void state.outputDelayMs.value;
  player.setOutputDelay();
});
effect(() => player.click(state.calibrating.value));
// Any tap will do where the browser wants one; not every browser counts the same event as one.
for (const tap of ['pointerup', 'click'])
  document.addEventListener(tap, () => {
    if (state.muted.value === 'blocked') phone.listen();
  });
document.addEventListener('freeze', () => {
  state.frozen.value = player.sounding() === null;
  phone.reconcile();
});
document.addEventListener('resume', () => {
  state.frozen.value = false;
});
document.addEventListener('visibilitychange', () => {
  // In a pocket it is to play the song.
  if (document.hidden) state.calibrating.value = false;
});
effect(() => {
  document.documentElement.dataset.eventCount = String(state.session.value?.eventCount ?? '');
});
const stopFetching = effect(() => {
  if (!state.session.value) return;
  stopFetching();
  void import('./app/onceInside').then(({ onceInside }) => onceInside(state, player, phone, view, actions, positionSec), console.warn);
});
effect(() => {
  if (state.tracks.value.size > 0) untracked(() => phone.reconcile());
});
mountPhoneScreen(
  document.getElementById('room') as HTMLElement,
  deferUntil(view, state.renderPauseUntilMs),
  actions,
  positionSec,
  player.reading,
);
void downloads.open().then(() => phone.reconcile());
void joining.begin();
