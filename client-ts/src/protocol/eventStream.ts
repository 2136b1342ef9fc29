import { createScope } from '../scope';
import { openSource, type Source } from './eventSource';
import type { EventName, Message } from './messages';

export interface EventStreamHandlers {
  /** Asked anew for every connection, as its query says what this phone sounds right now. */
  url(): string;
  /** `receivedAtMs` is this phone's `performance.now()` at receipt: time zero of whatever the message starts. */
  message(message: Message, receivedAtMs: number): void;
  connected(connected: boolean): void;
  /** The server answered, but not with a stream: most likely 401. A retry follows unless the stream is ended. */
  refused(): void;
}

const names = Object.keys({
  snapshot: true,
  'barrier.open': true,
  'barrier.progress': true,
  'barrier.release': true,
  paused: true,
  seeked: true,
  'queue.changed': true,
  'clients.changed': true,
  refresh: true,
  beat: true,
  heartbeat: true,
  'copies.changed': true,
} satisfies Record<EventName, true>);

const silenceMs = 25_000;
const firstMessageMs = 10_000;
/** The server speaks every 10 s: later than this after a sleep, the stream is not to be trusted. */
const freshMs = 12_000;
/** After a sleep a connection that has not spoken for so long is taken to hang, in a network that is gone. */
const hungMs = 2000;

export interface EventStream {
  /** Opens the stream anew: this page says that it runs. */
  renew(): void;
  close(): void;
}

/**
 * Keeps one event stream open until it is closed. EventSource never reconnects by itself here: its URL would be
 * stale, and it gives up for good on a non-200. A new stream replaces the old one only with its first message, so a reconnection that
 * turns out needless never takes this phone out of a pending barrier.
 */
export function openEventStream(handlers: EventStreamHandlers): EventStream {
  const scope = createScope();
  let current: Source | null = null;
  let candidate: Source | null = null;
  let failures = 0;
  // Wall time, since performance.now() stands still while some phones sleep.
  let heardAt = Date.now();
  let triedAt = 0;
  /** The next message is to be told as a connection: the stream is new, or was taken for lost though it needs no network. */
  let isBack = false;
  let cancelTimer = () => {};

  const arm = (ms: number, run: () => void) => {
    cancelTimer();
    cancelTimer = scope.after(ms, run);
  };

  function connect() {
    candidate?.close();
    const source = openSource(handlers.url(), names, { message: onMessage, lost });
    candidate = source;
    triedAt = Date.now();
    arm(firstMessageMs, () => lost(source, false));
  }

  function onMessage(source: Source, data: string, receivedAtMs: number, queue?: string[]) {
    if (source === candidate) {
      current?.close();
      current = source;
      candidate = null;
      failures = 0;
      isBack = true;
    }
    if (source !== current) return;
    if (isBack) handlers.connected(true);
    isBack = false;
    heardAt = Date.now();
    if (!candidate) arm(silenceMs, connect);
    const message = JSON.parse(data) as Message;
    if (queue) Object.assign(message.payload, { queue });
    handlers.message(message, receivedAtMs);
  }

  function lost(source: Source, refused: boolean) {
    if (source !== candidate && source !== current) return;
    source.close();
    if (source === candidate) {
      candidate = null;
      // The old stream was doubted and the new one did not come: neither lives.
      current?.close();
    }
    current = null;
    handlers.connected(false);
    if (candidate) return;
    arm(failures++ === 0 ? 200 + Math.random() * 200 : 1000 + Math.random() * 3000, connect);
    if (refused) handlers.refused();
  }

  const wake = () => {
    if (document.visibilityState === 'hidden') return;
    if (candidate ? Date.now() - triedAt > hungMs : !current?.isOpen || Date.now() - heardAt > freshMs) connect();
  };
  scope.on(document, 'visibilitychange', wake);
  scope.on(window, 'pageshow', wake);
  scope.on(window, 'online', connect);
  // The stream itself ends much later.
  scope.on(window, 'offline', () => {
    isBack = true;
    handlers.connected(false);
  });
  // A page that was frozen is asleep for the server until it says something.
  scope.on(document, 'resume', connect);
  scope.onEnd(() => {
    candidate?.close();
    current?.close();
    candidate = current = null;
  });
  connect();
  return { renew: connect, close: () => scope.end() };
}
