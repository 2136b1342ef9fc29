import { nothing } from 'lit-html';
import { describe, expect, it } from 'vitest';
import type { SeekBar } from './seekBar';
import { said } from './simulatedPage';
import { songPanel } from './song';
import type { Actions, PersonView, PhoneView, TrackView } from './view';

const track: TrackView = { trackId: 't1', title: 'Wanderer', artist: '', durationSec: 200, coverUrl: null, onThisPhone: true };
const person = (name: string, state: PersonView['state'], reason?: PersonView['reason']): PersonView => ({
  clientId: name,
  name,
  isMe: name === 'Me',
  active: true,
  state,
  percent: 0,
  reason,
});

describe('"Bring everyone in"', () => {
  const isOffered = (change: Partial<PhoneView>) => {
    const phone = { track, people: [], barrier: null, silent: null, guest: false, cannotPlay: false, ...change } as unknown as PhoneView;
    const seekBar = { countdown: () => nothing, template: () => nothing } as unknown as SeekBar;
    return said(songPanel(phone, track, {} as Actions, seekBar, [])).includes('Bring everyone in');
  };

  it('is for who is late, and not where this phone cannot play the song', () => {
    expect(isOffered({ phase: 'silent' })).toBe(true);
    expect(isOffered({ phase: 'silent', cannotPlay: true })).toBe(false);
  });

  it('is for who hears the song while others are late, and not for those who sit it out', () => {
    const playing = (...people: PersonView[]) => isOffered({ phase: 'playing', people });
    expect(playing(person('Ana', 'listening'), person('Ben', 'late'))).toBe(true);
    expect(playing(person('Ana', 'listening'), person('Ben', 'late', 'format'))).toBe(false);
    expect(playing(person('Ben', 'late', 'format'), person('Cas', 'late'))).toBe(true);
  });
});
