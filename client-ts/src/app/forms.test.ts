import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Track } from '../protocol/messages';

const song = (fileName: string, mime: string, as?: ['mp4']): Track => ({ trackId: fileName, fileName, size: 6, mime, ...(as && { as }) });
const flac = song('a.flac', 'audio/flac', ['mp4']);
const alac = song('b.m4a', 'audio/mp4', ['mp4']);
const all = ['audio/flac', 'audio/mp4; codecs="alac"'];

describe('the form in which a phone takes a song', () => {
  let forms: typeof import('./forms');

  const asked: string[] = [];
  const on = (vendor: string, platform: string, plays: string[] = all) => {
    vi.stubGlobal('navigator', { vendor, platform });
    vi.stubGlobal(
      'Audio',
      class {
        canPlayType = (type: string) => {
          asked.push(type);
          return plays.includes(type) ? 'maybe' : '';
        };
      },
    );
  };
  beforeEach(async () => {
    vi.resetModules();
    asked.length = 0;
    forms = await import('./forms');
  });
  afterEach(() => vi.unstubAllGlobals());

  for (const platform of ['iPhone', 'iPad', 'MacIntel'])
    it(`is MP4 for FLAC on Apple's ${platform}, which seeks wrongly in its own form`, () => {
      on('Apple Computer, Inc.', platform);
      expect(forms.formOf(flac)).toEqual({ ...flac, mime: 'audio/mp4', query: '?as=mp4' });
      expect(forms.formOf(alac)).toBe(alac);
    });

  for (const [engine, vendor, platform] of [
    ['WebKitGTK', 'Apple Computer, Inc.', 'Linux x86_64'],
    ['Chrome on a Mac', 'Google Inc.', 'MacIntel'],
    ['Firefox', '', 'Linux armv81'],
  ] as const)
    it(`is the file itself for FLAC in ${engine}`, () => {
      on(vendor, platform);
      expect(forms.formOf(flac)).toBe(flac);
      expect(forms.formOf(song('c.flac', 'audio/flac'))).not.toHaveProperty('fromStart');
    });

  it('is MP4 where the browser says that it plays no ALAC, with a type of its own', () => {
    on('Google Inc.', 'Linux armv81', ['audio/flac']);
    expect(forms.formOf(alac)).toEqual({ ...alac, mime: 'audio/mp4; codecs="flac"', query: '?as=mp4' });
  });

  it('is the file itself where the server has no other, and Apple plays FLAC from its start only', () => {
    on('Apple Computer, Inc.', 'iPhone', ['audio/flac', 'audio/mp4']);
    const plain = song('c.flac', 'audio/flac');
    expect(forms.formOf(plain)).toEqual({ ...plain, fromStart: true });
    const aac = song('d.m4a', 'audio/mp4');
    expect(forms.formOf(aac)).toBe(aac);
  });

  it('is none where the browser refuses the type and the server has no other; it is asked once for each', () => {
    on('Google Inc.', 'Linux armv81', ['audio/mpeg']);
    const [wma, aiff, other] = [song('e.wma', 'audio/x-ms-wma'), song('f.aif', 'audio/aiff'), song('g.aif', 'audio/aiff')];
    for (const one of [wma, aiff, other]) expect(forms.formOf(one)).toEqual({ ...one, unplayable: true });
    const mp3 = song('h.mp3', 'audio/mpeg');
    expect(forms.formOf(mp3)).toBe(mp3);
    expect(forms.formOf(alac), 'it is had as MP4').not.toHaveProperty('unplayable');
    expect(asked.filter((type) => !type.includes('/x-'))).toEqual(['audio/aiff', 'audio/mpeg', 'audio/mp4; codecs="alac"']);
    expect(asked).toHaveLength(new Set(asked).size);
  });

  it('is the file itself where the browser knows its type by an old name', () => {
    on('Apple Computer, Inc.', 'Linux x86_64', ['audio/x-aiff']);
    const aiff = song('f.aif', 'audio/aiff');
    expect(forms.formOf(aiff)).toBe(aiff);
  });

  it('becomes the other one once, when it is refused', () => {
    on('Google Inc.', 'Linux armv81');
    expect(forms.formOf(alac)).toBe(alac);
    expect(forms.switchForm(forms.formOf(alac))).toBe(true);
    expect(forms.formOf(alac).query).toBe('?as=mp4');
    expect(forms.switchForm(forms.formOf(alac))).toBe(false);
    expect(forms.switchForm(song('d.m4a', 'audio/mp4'))).toBe(false);
    expect(forms.switchForm(undefined)).toBe(false);
  });

  it('is the file itself where the server cannot make MP4 of it, and Apple then plays it from its start only', () => {
    on('Apple Computer, Inc.', 'iPhone');
    expect(forms.switchForm(forms.formOf(flac))).toBe(true);
    expect(forms.formOf(flac)).toEqual({ ...flac, fromStart: true });
  });
});
