import type { Track } from './messages';

/** As many as a slow phone takes over in a few milliseconds. */
const piece = 250;
const withinMs = 60_000;

async function fetchIndex() {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), withinMs);
  const response = await fetch('/index', { cache: 'no-store', signal: abort.signal });
  if (!response.ok) throw new Error(`${response.status}`);
  const tracks = (await response.json()) as Track[];
  let from = 0;
  // An empty piece is the last one.
  const next = () => {
    postMessage(tracks.slice(from, from + piece));
    from += piece;
  };
  addEventListener('message', next);
  next();
}

fetchIndex().catch(() => postMessage(null));
