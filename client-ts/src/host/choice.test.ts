import { describe, expect, it } from 'vitest';
import { found, gone, type HostMusic, isChosen, toggled } from './choice';

const music: HostMusic = {
  folders: [{ name: 'Jazz', tracks: 3 }],
  albums: [
    { name: 'Duets', tracks: 2 },
    { name: 'Jazz', tracks: 1 },
    { name: 'Älter', tracks: 1 },
  ],
  artists: [],
  playlists: [],
  play: [{ album: 'Jazz' }, { artist: 'Gone' }],
};

describe('what plays in a room', () => {
  it('is the union of what was ticked, and everything when nothing is left', () => {
    const album = toggled('everything', 'album', 'Duets');
    expect(album).toEqual([{ album: 'Duets' }]);
    const both = toggled(album, 'folder', 'Duets');
    expect(both).toEqual([{ album: 'Duets' }, { folder: 'Duets' }]);
    expect(toggled(both, 'album', 'Duets')).toEqual([{ folder: 'Duets' }]);
    expect(toggled(album, 'album', 'Duets')).toBe('everything');
  });

  it('tells a folder from an album of the same name', () => {
    expect(isChosen(music.play, 'album', 'Jazz')).toBe(true);
    expect(isChosen(music.play, 'folder', 'Jazz')).toBe(false);
    expect(isChosen('everything', 'album', 'Jazz')).toBe(false);
  });

  it('is found by any part of a name, whatever its case and accents, what is chosen first', () => {
    expect(found(music, 'album', '', music.play).map(({ name }) => name)).toEqual(['Jazz', 'Duets', 'Älter']);
    expect(found(music, 'album', ' ALT ', music.play).map(({ name }) => name)).toEqual(['Älter']);
    expect(found(music, 'folder', 'x', 'everything')).toEqual([]);
  });

  it('may hold what is not there now', () => {
    expect(gone(music)).toEqual([{ kind: 'artist', name: 'Gone' }]);
    expect(gone({ ...music, play: 'everything' })).toEqual([]);
  });
});
