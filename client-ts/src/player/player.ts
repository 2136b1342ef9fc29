import { Deck } from './deck';
import { silence } from './silence';
import { begin, primeAtSec } from './sync';

export type Primed = 'primed' | 'unsupported' | 'superseded';

export interface PlayerHandlers {
  /** The track that sounded since `anchorEvent` came to its end. */
  ended(anchorEvent: number): void;
  /** The phone stopped the sound by itself, there: a call, headphones out. */
  interrupted(positionSec: number): void;
  /** A track could not be made to sound: the browser wants a tap first, or cannot play it. */
  failed(trackId: string, why: 'blocked' | 'unsupported'): void;
  /** Seconds, as the element found them. */
  duration(trackId: string, durationSec: number): void;
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
  /** Sounds at once. `receivedAtMs` is when this phone heard of it. */
  start(trackId: string, positionSec: number, anchorEvent: number, receivedAtMs: number): void;
  /** Moves the sound, if there is any. */
  seek(positionSec: number, anchorEvent: number): void;
  /** Silence, until the next start. */
  hold(): void;
  /** Silence by this phone's own doing: as if the phone had stopped the sound. */
  interrupt(): void;
  /** Where the sound is, in seconds; null when there is none. */
  positionSec(): number | null;
  /** What sounds: the track, and the event that set the position that it sounds from. Null when nothing does. */
  sounding(): { trackId: string; anchorEvent: number } | null;
}

/** Plays tracks on two elements: one sounds while the other is primed for what comes next. */
export function createPlayer(lateMs: () => number, handlers: PlayerHandlers): Player {
  const decks = [new Deck(), new Deck()] as const;
  let now: { deck: Deck; trackId: string; anchorEvent: number; lateMs: number } | null = null;
  const sounds = (deck: Deck) => now?.deck === deck;
  const holding = (trackId: string) => decks.find((deck) => deck.trackId === trackId);
  const place = (positionSec: number) => primeAtSec(positionSec, lateMs());
  const positionSec = () => now && Math.max(0, now.deck.element.currentTime - now.lateMs / 1000);

  for (const deck of decks) {
    const { element } = deck;
    element.addEventListener('ended', () => {
      if (now && sounds(deck)) handlers.ended(now.anchorEvent);
    });
    element.addEventListener('pause', () => {
      // Our own pauses take `now` away first; a pause at the end is no interruption.
      if (!sounds(deck) || !element.paused || element.ended) return;
      const stoppedSec = positionSec() ?? 0;
      now = null;
      handlers.interrupted(stoppedSec);
    });
    element.addEventListener('error', () => {
      if (now && sounds(deck)) fail(now.trackId, 'unsupported');
    });
    element.addEventListener('durationchange', () => {
      if (deck.trackId && Number.isFinite(element.duration)) handlers.duration(deck.trackId, element.duration);
    });
  }

  function fail(trackId: string, why: 'blocked' | 'unsupported') {
    now = null;
    handlers.failed(trackId, why);
  }

  function play(deck: Deck, playing: Promise<void>) {
    playing.catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : '';
      // AbortError: we paused or loaded before it came to sound.
      if (!now || !sounds(deck) || name === 'AbortError') return;
      console.warn('the browser would not play', error);
      fail(now.trackId, name === 'NotAllowedError' ? 'blocked' : 'unsupported');
    });
  }

  function hold() {
    const deck = now?.deck;
    now = null;
    deck?.element.pause();
  }

  return {
    hold,
    interrupt: () => now?.deck.element.pause(),
    async unlock(withinMs) {
      const silent = silence();
      const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs));
      const tries = decks.map((deck) => Promise.race([sounds(deck) || unlocked(deck, silent), patience]));
      return (await Promise.all(tries)).every(Boolean);
    },
    async prime(trackId, fetchTrack, positionSec, besides) {
      const free = decks.filter((deck) => !sounds(deck));
      const deck = holding(trackId) ?? free.find((d) => d.trackId === null) ?? free.find((d) => d.trackId !== besides);
      if (!deck || sounds(deck)) return 'superseded';
      try {
        return (await deck.prime(trackId, fetchTrack, place(positionSec))) ? 'primed' : 'superseded';
      } catch (error) {
        console.warn('cannot play', trackId, error);
        deck.trackId = null;
        return 'unsupported';
      }
    },
    isPrimed: (trackId, positionSec) => decks.some((deck) => deck.isPrimed(trackId, place(positionSec))),
    start(trackId, positionSec, anchorEvent, receivedAtMs) {
      const deck = holding(trackId);
      if (!deck) return;
      if (!sounds(deck)) hold();
      const late = lateMs();
      if (!deck.isPrimed(trackId, place(positionSec))) deck.seek(place(positionSec) + (performance.now() - receivedAtMs) / 1000);
      deck.leave();
      now = { deck, trackId, anchorEvent, lateMs: late };
      play(deck, begin(deck.element, { positionSec, receivedAtMs, lateMs: late }));
    },
    seek(positionSec, anchorEvent) {
      if (!now) return;
      now.anchorEvent = anchorEvent;
      const { deck } = now;
      deck.seek(place(positionSec));
      if (deck.element.paused) play(deck, deck.element.play());
    },
    positionSec,
    sounding: () => now && { trackId: now.trackId, anchorEvent: now.anchorEvent },
  };
}

async function unlocked(deck: Deck, silent: Blob): Promise<boolean> {
  const { element } = deck;
  const holdsTrack = deck.trackId !== null;
  if (!holdsTrack) deck.load(silent);
  const playing = element.play();
  // Its first instant must not be heard; that play() was called in a tap is enough.
  if (holdsTrack) element.pause();
  try {
    await playing;
    if (deck.trackId === null) element.pause();
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'NotAllowedError');
  }
}
