import './scriptPolicy';
import { effect, untracked } from '@preact/signals-core';
import { createActions } from './app/actions';
import type { Events } from './app/events';
import { createJoining } from './app/joining';
import { createLibrary } from './app/library';
import { volumeOf } from './app/loudness';
import { markDocument } from './app/markDocument';
import { createPhone } from './app/phone';
import { createPhoneView } from './app/phoneView';
import { deferUntil } from './app/renderPause';
import { createState } from './app/state';
import * as storage from './app/storage';
import { createDownloads } from './cache/downloads';
import { openTrackCache } from './cache/trackCache';
import { createEmitter } from './emitter';
import { createPlayer } from './player/player';
import { positionSecAt } from './session/session';
import { mountPhoneScreen } from './ui/phoneScreen';
import { speak } from './words/language';

const state = createState();
const events: Events = createEmitter();
const library = createLibrary(state, events);
const player = createPlayer(
  () => state.outputDelayMs.value,
  storage.syncMode.read,
  (trackId) => volumeOf(state, trackId),
  events.emit,
);
const downloads = createDownloads(openTrackCache(), events.emit);

function positionSec(): number {
  const session = state.session.value;
  return player.positionSec() ?? (session ? positionSecAt(session, performance.now()) : 0);
}

const phone = createPhone(state, player, downloads, library, events);
const joining = createJoining(state, player, downloads, library, phone, events);
const actions = createActions(state, joining, phone, library, events, player.positionSec);
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
markDocument(document.documentElement.dataset, state, view);
const stopFetching = effect(() => {
  if (!state.session.value) return;
  stopFetching();
  void import('./app/onceInside').then(
    ({ onceInside }) => onceInside(state, player, downloads, phone, view, actions, events, positionSec),
    console.warn,
  );
});
effect(() => {
  if (state.tracks.value.size > 0) untracked(() => events.emit.changed());
});
void downloads.open().then(events.emit.changed);
void speak(async () => (await import('./words/de/page')).german).then(() => {
  const root = document.getElementById('room') as HTMLElement;
  mountPhoneScreen(root, deferUntil(view, state.renderPauseUntilMs), actions, positionSec, player.reading);
  return joining.begin();
});
