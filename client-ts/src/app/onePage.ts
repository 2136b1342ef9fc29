export interface OnePage {
  /** This page is in the room, by an open stream. Says so again when it is called again. */
  claim(): void;
  /** It is not in the room any more, and gives way to nobody. */
  release(): void;
}

/**
 * One phone sounds in one page: the last of a browser's pages that came into the room. A claim is a number that grows with time, so a page
 * that slept through the claim of a later one is told so when it wakes.
 * @param replaced a later page of this browser is in the room
 */
export function createOnePage(replaced: () => void): OnePage {
  if (typeof BroadcastChannel === 'undefined') return { claim() {}, release() {} };
  const pages = new BroadcastChannel('colisten.page');
  let mine = 0;
  let latest = 0;
  pages.onmessage = ({ data: claim }: MessageEvent<number>) => {
    latest = Math.max(latest, claim);
    if (mine > claim) pages.postMessage(mine);
    else if (mine > 0) {
      mine = 0;
      replaced();
    }
  };
  return {
    claim() {
      // The clock of a phone may be set back, and two pages may come in the same instant.
      mine ||= Math.max(Date.now(), latest) + Math.random();
      pages.postMessage(mine);
    },
    release() {
      mine = 0;
    },
  };
}
