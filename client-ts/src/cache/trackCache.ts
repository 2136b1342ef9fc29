import type { Tracks } from './store';
import { store } from './storeInWorker';

/** The store, and how much may be in it. */
export interface TrackCache extends Tracks {
  /** How many bytes of audio may be kept here in all. */
  budgetBytes(): Promise<number>;
}

/** How much of what the browser grants this page may be audio; the rest is headroom. */
const share = 0.8;
/** Plain HTTP tells no quota; this much is granted by every browser we know. */
const defaultBudgetBytes = 512 * 1024 * 1024;

export const openTrackCache = (): TrackCache => ({ ...store(), budgetBytes });

export async function budgetBytes(): Promise<number> {
  const override = budgetOverride();
  if (override !== null) return override;
  if (!('caches' in globalThis)) return defaultBudgetBytes;
  const { quota } = (await navigator.storage?.estimate?.()) ?? {};
  return quota ? quota * share : Number.POSITIVE_INFINITY;
}

/** A budget set by hand on this phone, in bytes, before any that the browser tells. */
function budgetOverride(): number | null {
  const bytes = localStorage.getItem('colisten.budgetBytes');
  return bytes !== null && Number.isFinite(Number(bytes)) ? Number(bytes) : null;
}
