import { AudioGraph } from './audioGraph';
import { claimPlayback, watchInterruptions } from './audioSession';
import type { CalibrationClicks } from './calibrationClicks';
import { Deck } from './deck';
import { Playback, type PlaybackHandlers, primeAtSec, type Reading } from './playback';
import { StartLatency, type SyncMode } from './startLatency';
import type { Beat } from './timeZero';
import { silentWav } from './wav';

/** `superseded`: something else came first, or what went wrong may go right the next time. */
export type Primed = 'primed' | 'unsupported' | 'superseded';

/** Why a track does not sound: the browser wants a tap first, it cannot play the file, or the element does not go on. */
export type Failure = 'blocked' | 'unsupported' | 'stuck';

export interface PlayerHandlers {
  /** The track that sounded since `anchorEvent` came to its end. */
  ended(anchorEvent: number): void;
  /** The phone stopped the sound by itself: a call, headphones out. */
  interrupted(): void;
  /** The phone plays by itself what it had stopped: the call is over. */
  resumed(): void;
  /** A track could not be made to sound, or to sound on. */
  failed(trackId: string, why: Failure): void;
  /** The song should sound, but its element stands still and something is tried about it; or that is past. */
  stands(on: boolean): void;
  /** Seconds, as the element found them. `ended`: the song has sounded to there. */
  duration(trackId: string, durationSec: number, ended: boolean): void;
}

export interface Player {
  /**
   * Makes both elements sound once, inaudibly. Call it in a tap, before anything is awaited: WebKit unlocks each element by itself.
   * @param withinMs a browser that neither plays nor refuses in this time is not going to sound
   * @returns false when the browser wants a tap first
   */
  unlock(withinMs: number): Promise<boolean>;
  /** Loads a track and holds it at a position. What sounds is left alone, and so is the track `besides`. */
  prime(trackId: string, fetchTrack: () => Promise<Blob | null>, positionSec: number, besides: string): Promise<Primed>;
  isPrimed(trackId: string, positionSec: number): boolean;
  /** Sounds at once, or not at all where it does not hold the track any more. `receivedAtMs` is when this phone heard of it. */
  start(trackId: string, positionSec: number, anchorEvent: number, receivedAtMs: number): void;
  /** Moves the sound, if there is any. `receivedAtMs` is when this phone heard of it. */
  seek(positionSec: number, anchorEvent: number, receivedAtMs: number): void;
  /** A beat of the train that follows `anchorEvent`. */
  onBeat(beat: Beat, anchorEvent: number, receivedAtMs: number): void;
  /** How well it is in step; null when nothing sounds. */
  reading(): Reading | null;
  /** How late this phone's sound comes has changed: what sounds goes there. */
  setOutputDelay(): void;
  /** Clicks at each whole second of the song in place of the song, to set by ear how late they come. Call it in a tap. */
  click(on: boolean): void;
  /** Silence, until the next start. */
  silence(): void;
  /** Silence, and the phone has its output back until it is unlocked again. */
  stop(): void;
  /**
   * Comes back into a song that was at `positionSec` at `zeroMs` and has played on: in silence until it is in step, then heard. One that
   * is over by now has ended.
   * @returns false when there are no bytes, or something sounds meanwhile
   */
  rejoin(
    trackId: string,
    fetchTrack: () => Promise<Blob | null>,
    positionSec: number,
    anchorEvent: number,
    zeroMs: number,
  ): Promise<boolean>;
  /** Where the sound is, in seconds; null when there is none. */
  positionSec(): number | null;
  /** What sounds: the track, and the event that set the position that it sounds from. Null when nothing does. */
  sounding(): { trackId: string; anchorEvent: number } | null;
}

/** Plays tracks on two elements: one sounds while the other is primed for what comes next. */
export function createPlayer(
  outputDelayMs: () => number,
  syncMode: () => SyncMode,
  volumeOf: (trackId: string) => number,
  handlers: PlayerHandlers,
): Player {
  const graph = new AudioGraph();
  const startLatency = new StartLatency(graph, syncMode);
  const decks = [new Deck(), new Deck()] as const;
  /** Volume is not the page's on iOS: what is set is taken back in another task. */
  const probe = document.createElement('audio');
  probe.volume = 0.5;
  let now: { deck: Deck; trackId: string; anchorEvent: number; playback: Playback } | null = null;
  /** Fetched by the first tap, so that it is here when the next one asks for it. */
  let clicks: CalibrationClicks | null = null;
  let clicking = false;
  graph.begins = () => {
    for (const deck of decks) deck.primeHead(startLatency);
  };
  const sounds = (deck: Deck) => now?.deck === deck;
  const holding = (trackId: string) => decks.find((deck) => deck.trackId === trackId);
  const place = (positionSec: number) => primeAtSec(positionSec, outputDelayMs());
  const positionSec = () => now?.playback.positionSec ?? null;
  /** Before it starts: nobody's song becomes louder or softer in its middle. */
  const setVolume = (deck: Deck, trackId: string) => deck.setVolume(probe.volume === 1 ? 1 : volumeOf(trackId));
  /** The phone itself has stopped it, and may play it again. */
  let taken: Deck | null = null;

  watchInterruptions(() => handlers.resumed());
  for (const deck of decks) {
    const { element } = deck;
    element.addEventListener('ended', () => {
      // What ends before a start is due is what sounded until then.
      if (!now || !sounds(deck) || now.playback.waits) return;
      if (element.currentTime > 0) handlers.duration(now.trackId, element.currentTime, true);
      handlers.ended(now.anchorEvent);
    });
    element.addEventListener('pause', () => {
      // Our own pauses take `now` away first, but may be told only when the next start waits already; a pause at the end is no
      // interruption.
      if (sounds(deck) && !now?.playback.isHeld && element.paused && !element.ended) interrupted();
    });
    element.addEventListener('play', () => {
      // Muted, it is only being primed.
      if (taken !== deck || now || element.muted) return;
      element.pause();
      taken = null;
      handlers.resumed();
    });
    element.addEventListener('error', () => broke(deck));
    element.addEventListener('durationchange', () => {
      const { duration, readyState, HAVE_METADATA } = element;
      const isKnown = readyState >= HAVE_METADATA && Number.isFinite(duration) && duration > 0;
      if (deck.trackId && isKnown) handlers.duration(deck.trackId, duration, false);
    });
  }

  async function fetchClicks() {
    const { CalibrationClicks } = await import('./calibrationClicks');
    clicks ??= new CalibrationClicks(graph, startLatency, (atSec) => now?.playback.dueMs(atSec) ?? null);
  }

  /** Lets go of what sounds. */
  function endPlayback() {
    const was = now;
    now = null;
    was?.playback.end();
  }

  function fail(trackId: string, why: Failure) {
    silence();
    handlers.failed(trackId, why);
  }

  /** An element that broke holds nothing any more; what sounds is loaded once more before it is given up. */
  function broke(deck: Deck) {
    const { error } = deck.element;
    // An error that a new load has taken back says nothing.
    if (!error || (now && sounds(deck) && now.playback.again())) return;
    deck.trackId = null;
    if (now && sounds(deck)) fail(now.trackId, isUnsupported(error) ? 'unsupported' : 'stuck');
  }

  const watching = (deck: Deck): PlaybackHandlers => ({
    refused: (error) => refused(deck, error),
    stands: handlers.stands,
    stuck() {
      deck.trackId = null;
      if (now && sounds(deck)) fail(now.trackId, 'stuck');
    },
  });

  /** Of `play()`'s reasons. */
  function refused(deck: Deck, error: unknown) {
    const name = error instanceof DOMException ? error.name : '';
    // AbortError: we paused or loaded before it came to sound.
    if (!now || !sounds(deck) || name === 'AbortError') return;
    console.warn('the browser would not play', error);
    if (name === 'NotAllowedError') fail(now.trackId, 'blocked');
    else broke(deck);
  }

  function interrupted() {
    taken = now?.deck ?? null;
    silence();
    handlers.interrupted();
  }

  function silence() {
    const was = now;
    // Silent before it is let go: what was muted until now must not be heard at its end.
    now = null;
    was?.deck.stop();
    was?.playback.end();
  }

  return {
    silence,
    stop() {
      silence();
      graph.suspend();
    },
    async rejoin(trackId, fetchTrack, positionSec, anchorEvent, zeroMs) {
      taken = null;
      const deck = holding(trackId) ?? decks.find(({ trackId }) => trackId === null) ?? decks[0];
      if (deck.trackId !== trackId) {
        const track = await fetchTrack();
        if (!track || now) return false;
        deck.load(track);
        deck.trackId = trackId;
      }
      if (positionSec + (performance.now() - zeroMs) / 1000 > deck.element.duration) {
        handlers.ended(anchorEvent);
        return true;
      }
      const start = { positionSec, receivedAtMs: zeroMs, outputDelayMs: outputDelayMs() };
      setVolume(deck, trackId);
      const playback = Playback.rejoin(deck, start, startLatency, watching(deck));
      playback.mute(clicking);
      now = { deck, trackId, anchorEvent, playback };
      return true;
    },
    async unlock(withinMs) {
      taken = null;
      claimPlayback();
      void fetchClicks();
      graph.open();
      for (const deck of decks) deck.attach(graph);
      const silent = silentWav();
      const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs));
      const tries = decks.map((deck) => Promise.race([sounds(deck) || unlocked(deck, silent), patience]));
      return (await Promise.all(tries)).every(Boolean);
    },
    async prime(trackId, fetchTrack, positionSec, besides) {
      const free = decks.filter((deck) => !sounds(deck));
      const deck = holding(trackId) ?? free.find((d) => d.trackId === null) ?? free.find((d) => d.trackId !== besides);
      if (!deck || sounds(deck)) return 'superseded';
      try {
        return (await deck.prime(trackId, fetchTrack, place(positionSec), startLatency)) ? 'primed' : 'superseded';
      } catch (error) {
        console.warn('cannot play', trackId, error);
        return isUnsupported(error) ? 'unsupported' : 'superseded';
      }
    },
    isPrimed: (trackId, positionSec) => decks.some((deck) => deck.isPrimed(trackId, place(positionSec))),
    start(trackId, positionSec, anchorEvent, receivedAtMs) {
      const deck = holding(trackId);
      if (!deck) return silence();
      if (sounds(deck)) endPlayback();
      else {
        silence();
        setVolume(deck, trackId);
      }
      const start = { positionSec, receivedAtMs, outputDelayMs: outputDelayMs() };
      if (!deck.isPrimed(trackId, place(positionSec))) deck.unprime();
      const playback = Playback.begin(deck, start, graph, startLatency, watching(deck));
      playback.mute(clicking);
      now = { deck, trackId, anchorEvent, playback };
    },
    seek(positionSec, anchorEvent, receivedAtMs) {
      if (!now) return;
      const { deck, trackId } = now;
      endPlayback();
      const playback = Playback.begin(
        deck,
        { positionSec, receivedAtMs, outputDelayMs: outputDelayMs() },
        graph,
        startLatency,
        watching(deck),
      );
      playback.mute(clicking);
      now = { deck, trackId, anchorEvent, playback };
    },
    onBeat(beat, anchorEvent, receivedAtMs) {
      if (now?.anchorEvent === anchorEvent) now.playback.onBeat(beat, receivedAtMs);
    },
    setOutputDelay: () => now?.playback.setOutputDelay(outputDelayMs()),
    click(on) {
      clicking = on;
      if (on) clicks?.begin();
      else clicks?.end();
      now?.playback.mute(on);
    },
    reading: () => now?.playback.reading() ?? null,
    positionSec,
    sounding: () => now && { trackId: now.trackId, anchorEvent: now.anchorEvent },
  };
}

/** MEDIA_ERR_DECODE and MEDIA_ERR_SRC_NOT_SUPPORTED (HTML, MediaError) are the file's fault, what else there is is not. */
const isUnsupported = (error: unknown) => [3, 4].includes((error as Partial<MediaError> | null)?.code ?? 0);

async function unlocked(deck: Deck, silent: Blob): Promise<boolean> {
  const { element } = deck;
  const holdsTrack = deck.trackId !== null;
  if (!holdsTrack) deck.load(silent);
  const playing = element.play();
  // WebKit unlocks each element by itself. A head that stays locked is done without.
  const head = deck.head?.primedElement.element;
  head?.play().then(
    () => head.pause(),
    () => {},
  );
  // Its first instant must not be heard; that play() was called in a tap is enough.
  if (holdsTrack) {
    element.pause();
    head?.pause();
  }
  try {
    await playing;
    if (deck.trackId === null) element.pause();
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'NotAllowedError');
  }
}
