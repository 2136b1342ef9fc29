import { database } from './database';
import type { Durations } from './store';

export const durations: Durations = {
  async durations() {
    const { store } = (await database()).transaction('durations');
    const [trackIds, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return new Map(trackIds.map((trackId, i) => [trackId, values[i] ?? 0]));
  },
  learnDuration: async (trackId, durationSec) => void (await (await database()).put('durations', durationSec, trackId)),
};
