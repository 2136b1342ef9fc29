import { computed, effect, signal } from '@preact/signals-core';
import { render } from 'lit-html';
import { personState } from '../app/roomView';
import { titleOf } from '../app/state';
import { openStream } from '../protocol/stream';
import type { Track } from '../protocol/wire';
import { etaSec, observe, type Pace } from '../room/eta';
import { apply, playOrder, type Room } from '../room/room';
import { colourFrom } from '../ui/cover';
import { startWords } from '../ui/song';
import type { TrackView } from '../ui/view';
import { type BigScreen, bigScreen, type HostActions, type HostInfo } from './bigScreen';

const noteMs = 6000;
const retryMs = 3000;

const room = signal<Room | null>(null);
const tracks = signal<ReadonlyMap<string, Track>>(new Map());
const info = signal<HostInfo | null>(null);
const codeVersion = signal(0);
const pace = signal<Pace>({});
const online = signal(false);
const note = signal('');
let librarySize = 0;

/** Asks the server; null, a word in the console and a note on the screen when it refuses or is away. */
async function ask<T>(path: string, method = 'GET'): Promise<T | null> {
  try {
    const response = await fetch(path, { method, cache: 'no-store' });
    const body: unknown = await response.json().catch(() => ({}));
    if (response.ok) return body as T;
    const { detail, title } = body as { detail?: string; title?: string };
    console.warn(path, 'was refused', response.status, body);
    tell(detail ?? title ?? `The server answered ${response.status}.`);
  } catch (error) {
    console.warn(path, 'did not come', error);
  }
  return null;
}

let noteTimer: ReturnType<typeof setTimeout> | undefined;
function tell(text: string): void {
  note.value = text;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => {
    note.value = '';
  }, noteMs);
}

async function refreshInfo(): Promise<void> {
  const now = await ask<HostInfo>('/host/info');
  if (!now) return;
  if (now.code !== info.value?.code) codeVersion.value++;
  info.value = now;
}

async function refreshIndex(): Promise<void> {
  const index = await ask<Track[]>('/host/index');
  if (!index) return void setTimeout(refreshIndex, retryMs);
  librarySize = index.length;
  // A song that has left the library may still sound: what is known of it stays.
  tracks.value = new Map([...tracks.value, ...index.map((track) => [track.trackId, track] as const)]);
}

const actions: HostActions = {
  async rescan() {
    tell('Looking through the music folder …');
    if ((await ask('/host/rescan', 'POST')) === null) return;
    await refreshIndex();
    tell(librarySize === 1 ? 'The library has 1 song.' : `The library has ${librarySize} songs.`);
  },
  async openPairing() {
    if ((await ask('/host/pairing/open', 'POST')) !== null) tell('Pairing is open.');
    await refreshInfo();
  },
};

function trackOf(trackId: string | undefined): TrackView | null {
  if (trackId === undefined) return null;
  const track = tracks.value.get(trackId);
  return {
    trackId,
    title: titleOf(track),
    artist: track?.tags?.artist ?? '',
    durationSec: track?.duration ?? null,
    coverUrl: track?.coverUrl ?? null,
    onThisPhone: false,
  };
}

const screen = computed<BigScreen>(() => {
  const now = room.value;
  const [current, next] = now ? playOrder(now) : [];
  return {
    phase: now?.barrier ? 'waiting' : (now?.playState.mode ?? 'paused'),
    online: online.value,
    track: trackOf(current),
    next: trackOf(next),
    startWords: now?.barrier ? startWords({ type: now.barrier.type, etaSec: etaSec(pace.value) }) : null,
    people: Object.entries(now?.clients ?? {}).map(([clientId, { name, active }]) => ({
      clientId,
      name,
      isMe: false,
      active,
      state: now ? personState(now, clientId, active) : 'away',
      percent: now?.percents[clientId] ?? 0,
    })),
    info: info.value,
    codeVersion: codeVersion.value,
    note: note.value,
  };
});

const root = document.getElementById('host') as HTMLElement;
const colour = colourFrom(document.documentElement);
effect(() => {
  document.documentElement.dataset.state = screen.value.phase;
  colour(screen.value.track ?? undefined);
  render(bigScreen(screen.value, actions), root);
});

openStream({
  url: () => '/host/events',
  message(message, receivedAtMs) {
    if (message.event === 'barrier.open') pace.value = {};
    if (message.event === 'barrier.progress') pace.value = observe(pace.value, message.payload.waiting, receivedAtMs);
    if (message.event === 'refresh' && message.payload.reason === 'library') void refreshIndex();
    // A phone that came may have closed the pairing.
    if (message.event === 'clients.changed') void refreshInfo();
    room.value = apply(room.value, message);
  },
  connected(connected) {
    online.value = connected;
    if (!connected) return;
    // The server may be another one: a new start has a new code.
    void refreshInfo();
    void refreshIndex();
  },
  refused: () => console.warn('the server refused the event stream of the big screen'),
});
