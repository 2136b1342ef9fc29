import { describe, expect, it } from 'vitest';
import { titleOf } from './titles';

describe('a title', () => {
  const track = { trackId: 'x', fileName: 'a.b/My song.final.mp3', size: 1, mime: 'audio/mpeg' };
  it('comes from the tags', () => expect(titleOf({ ...track, tags: { title: ' Wanderer ' } })).toBe('Wanderer'));
  it('else from the file', () => expect(titleOf(track)).toBe('My song.final'));
});
