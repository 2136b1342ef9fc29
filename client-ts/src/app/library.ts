import { store } from '../cache/storeInWorker';
import { fetchIndex } from '../protocol/api';
import type { State } from './state';

export interface Library {
  /** Fetches the index until it comes. Calls while one is under way lead to one more after it. */
  refresh(): Promise<void>;
  /** Remembers how long a track is, where the index does not say. */
  learnDuration(trackId: string, durationSec: number): void;
}

/** What there is to play. */
export function createLibrary(state: State, unauthorized: () => void): Library {
  let running: Promise<void> | null = null;
  let again = false;

  async function refresh() {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15_000)) {
      again = false;
      const answer = await fetchIndex();
      if (answer.kind === 'ok') {
        // A song that has left the library may still sound here: what is known of it stays.
        state.tracks.value = new Map([...state.tracks.value, ...answer.value.map((track) => [track.trackId, track] as const)]);
        if (!again) return;
        wait = 500;
        continue;
      }
      if (answer.kind === 'unauthorized') return unauthorized();
      console.warn('the list of songs did not come; trying again', answer);
      await new Promise((resolve) => setTimeout(resolve, wait * (0.75 + Math.random() / 2)));
    }
  }

  const forgetful = (error: unknown) => console.warn('this phone keeps no durations', error);
  store()
    .durations()
    .then((kept) => {
      state.durations.value = new Map([...kept, ...state.durations.value]);
    })
    .catch(forgetful);

  return {
    refresh() {
      again = true;
      running ??= refresh().finally(() => {
        running = null;
      });
      return running;
    },
    learnDuration(trackId, durationSec) {
      const known = state.durations.value.get(trackId) ?? state.tracks.value.get(trackId)?.duration;
      if (known !== undefined && Math.abs(known - durationSec) < 0.5) return;
      state.durations.value = new Map(state.durations.value).set(trackId, durationSec);
      store().learnDuration(trackId, durationSec).catch(forgetful);
    },
  };
}
