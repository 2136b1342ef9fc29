import '../scriptPolicy';
import { computed, effect, signal } from '@preact/signals-core';
import { render } from 'lit-html';
import { openEventStream } from '../protocol/eventStream';
import type { Track } from '../protocol/messages';
import { createScope } from '../scope';
import { etaSec, observe, type Pace } from '../session/eta';
import { apply, playOrder, type Session } from '../session/session';
import { titleOf } from '../session/titles';
import { colourFrom } from '../ui/cover';
import { startWords } from '../ui/song';
import type { TrackView } from '../ui/view';
import { hostWords } from '../words/host';
import { speak } from '../words/language';
import { words } from '../words/phone';
import { type HostActions, type HostScreen, hostScreen } from './hostScreen';
import type { HostInfo } from './joinCard';
import { refreshUnreadable, scan, unreadable, watchScan } from './music';
import { personOf } from './person';
import { createRoom } from './room';
import { ask, note, tell } from './server';
import { createSessions, leaveClosed, ofShown, tellWhatWasClosed } from './sessions';
import { settleDialogs } from './sessionsDialog';
import { commandOf, createCommands } from './transport';

const retryMs = 3000;
const lookAgainMs = 10_000;

const session = signal<Session | null>(null);
const tracks = signal<ReadonlyMap<string, Track>>(new Map());
const info = signal<HostInfo | null>(null);
const pictureVersion = signal(0);
const pace = signal<Pace>({});
const online = signal(false);
const { sessions, actions: sessionsActions } = createSessions();
const { room, actions: roomActions, refreshMusic } = createRoom(refreshInfo);
const librarySize = signal(0);

const scope = createScope();

/** Answers may overtake one another: only newer ones than what is shown count. */
let asked = 0;
let answered = 0;

async function refreshInfo(): Promise<void> {
  const mine = ++asked;
  const came = await ask<HostInfo>(ofShown('/host/info'));
  if (mine < answered) return;
  answered = mine;
  if (!came.ok) return came.type === 'unknown-session' ? leaveClosed() : undefined;
  const { code, qrUrl } = came.value;
  if (code !== info.value?.code || qrUrl !== info.value.qrUrl) pictureVersion.value++;
  info.value = came.value;
  scope.end();
  // The network may come yet.
  if (qrUrl === null) scope.after(lookAgainMs, () => void refreshInfo());
}

async function refreshIndex(): Promise<void> {
  const came = await ask<Track[]>('/host/index');
  if (!came.ok) return void setTimeout(refreshIndex, retryMs);
  librarySize.value = came.value.length;
  // A song that has left the library may still sound: what is known of it stays.
  tracks.value = new Map([...tracks.value, ...came.value.map((track) => [track.trackId, track] as const)]);
}

function refreshLibrary(): void {
  void refreshIndex();
  void refreshUnreadable();
  void refreshMusic();
}

/** A button's wish; its refusal is told on the screen. */
async function wish(path: string): Promise<boolean> {
  const came = await ask(path, {});
  if (!came.ok) tell(came.problem ?? '');
  return came.ok;
}

const actions: HostActions = {
  ...sessionsActions,
  ...roomActions,
  command: createCommands(() => session.value?.eventCount),
  async rescan() {
    tell(hostWords().looking);
    let isAsked = true;
    void watchScan(() => isAsked);
    const isDone = await wish('/host/rescan');
    isAsked = false;
    if (!isDone) return;
    await Promise.all([refreshIndex(), refreshUnreadable(), refreshMusic()]);
    tell(hostWords().libraryHas(words().songs(librarySize.value)));
  },
  async openPairing() {
    if (await wish(ofShown('/host/pairing/open'))) tell(hostWords().pairingOpen);
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

const screen = computed<HostScreen>(() => {
  const now = session.value;
  const [current, next] = now ? playOrder(now) : [];
  return {
    phase: now?.barrier ? 'waiting' : (now?.playState.mode ?? 'paused'),
    online: online.value,
    track: trackOf(current),
    next: trackOf(next),
    startWords: now?.barrier ? startWords({ type: now.barrier.type, etaSec: etaSec(pace.value) }) : null,
    canStartNow: now?.barrier?.ready.some((id) => now.clients[id]?.active) ?? false,
    people: now ? Object.keys(now.clients).map((clientId) => personOf(now, clientId)) : [],
    info: info.value,
    pictureVersion: pictureVersion.value,
    note: note.value,
    scan: scan.value,
    unreadable: unreadable.value,
    sessions: sessions.value,
    librarySize: librarySize.value,
    queueSize: now?.queue.length ?? 0,
    room: {
      ...room.value,
      control: now?.control ?? 'everyone',
      evenLoudness: now?.evenLoudness ?? true,
      hosts: new Set(Object.entries(now?.clients ?? {}).flatMap(([clientId, client]) => (client.host ? clientId : []))),
    },
  };
});

const root = document.getElementById('host') as HTMLElement;
const colour = colourFrom(document.documentElement);
void speak(async () => (await import('../words/de/bigScreen')).german).then(() => {
  effect(() => {
    document.documentElement.dataset.state = screen.value.phase;
    document.title = hostWords().title;
    colour(screen.value.track ?? undefined);
    render(hostScreen(screen.value, actions), root);
    settleDialogs(root, screen.value.sessions.open, screen.value.room.open);
  });
  tellWhatWasClosed();
});
document.addEventListener('keydown', (event) => {
  const command = commandOf(event, screen.value.phase === 'paused');
  if (!command) return;
  event.preventDefault();
  actions.command(command);
});
openEventStream({
  url: () => ofShown('/host/events'),
  message(message, receivedAtMs) {
    if (message.event === 'barrier.open') pace.value = {};
    if (message.event === 'barrier.progress') pace.value = observe(pace.value, message.payload.waiting, receivedAtMs);
    if (message.event === 'refresh' && message.payload.reason === 'library') refreshLibrary();
    if (message.event === 'refresh' && message.payload.reason === 'closed') return leaveClosed();
    // A phone that came may have closed the pairing.
    if (message.event === 'clients.changed') void refreshInfo();
    session.value = apply(session.value, message, receivedAtMs);
  },
  connected(connected) {
    online.value = connected;
    if (!connected) return;
    // The server may be another one: a new start has a new code.
    void refreshInfo();
    refreshLibrary();
    // A server that has just started may not have begun to read.
    void watchScan(() => librarySize.value === 0);
  },
  refused() {
    console.warn('the server refused the event stream of the big screen');
    // The session may be gone; the answer says so.
    void refreshInfo();
  },
});
