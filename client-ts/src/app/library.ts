import { store } from '../cache/storeInWorker';
import { fetchIndex } from '../protocol/api';
import type { Track } from '../protocol/messages';
import type { Events } from './events';
import type { State } from './state';

export interface Library {
  /** Fetches the index until it comes. Calls while one is under way lead to one more after it. */
  refresh(): Promise<void>;
  /** Takes a track in its other form, because this one cannot be had, or played. Resolves with whether there is one. */
  otherForm(trackId: string): Promise<boolean>;
}

/** An element may be so far off the tags before it has decoded the song: this part of it, and always so many seconds. */
const far = { part: 0.1, sec: 2 };

/** What there is to play. */
export function createLibrary(state: State, events: Events): Library {
  let running: Promise<void> | null = null;
  let again = false;

  /** No part of the first load. */
  let forms: typeof import('./forms') | undefined;

  /** A song that has left the library may still sound here: what is known of it stays. One map, as a copy of a large one takes long. */
  const known = new Map<string, Track>();
  async function learn(tracks: Track[]) {
    forms ??= await import('./forms').catch(() => undefined);
    for (const track of tracks) known.set(track.trackId, forms ? forms.formOf(track) : track);
  }

  async function refresh() {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15_000)) {
      again = false;
      const answer = await fetchIndex(learn);
      if (answer.kind === 'ok') {
        state.tracks.value = { get: (trackId) => known.get(trackId), size: known.size };
        if (!again) return;
        wait = 500;
        continue;
      }
      if (answer.kind === 'unauthorized') return events.emit.unauthorized();
      console.warn('the list of songs did not come; trying again', answer);
      await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
    }
  }

  const forgetful = (error: unknown) => console.warn('this phone keeps no durations', error);
  store()
    .durations()
    .then((kept) => {
      state.durations.value = new Map([...[...kept].filter(([, durationSec]) => durationSec > 0), ...state.durations.value]);
    })
    .catch(forgetful);

  const library: Library = {
    refresh() {
      again = true;
      running ??= refresh().finally(() => {
        running = null;
      });
      return running;
    },
    async otherForm(trackId) {
      if (!forms?.switchForm(state.tracks.value.get(trackId))) return false;
      await library.refresh();
      return true;
    },
  };
  /**
   * Remembers how long a track is, where the index does not say or is not right.
   * @param ended it was heard to its end there, so it is as long whatever its tags say
   */
  function duration(trackId: string, durationSec: number, ended: boolean) {
    const tagged = state.tracks.value.get(trackId)?.duration;
    if (!ended && tagged && Math.abs(durationSec - tagged) > Math.max(far.sec, tagged * far.part)) return;
    const known = state.durations.value.get(trackId) ?? tagged;
    if (known !== undefined && Math.abs(known - durationSec) < 0.5) return;
    state.durations.value = new Map(state.durations.value).set(trackId, durationSec);
    store().learnDuration(trackId, durationSec).catch(forgetful);
  }
  events.on({ duration, gone: library.refresh });
  return library;
}
