import type { Track } from './messages';

/** As many as a slow phone takes over in a few milliseconds. */
const piece = 250;

addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
  const tracks = JSON.parse(new TextDecoder().decode(data)) as Track[];
  for (let from = 0; from < tracks.length; from += piece) postMessage(tracks.slice(from, from + piece));
  postMessage([]);
});
