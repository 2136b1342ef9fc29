import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { phone as german } from './de/phone';
import { languageOf } from './language';

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'de', 'en'], 'de'],
  [['en-GB', 'de'], 'en'],
  [['fr', 'eo'], 'en'],
  [[], 'en'],
])('who reads %j is spoken to in %s', (tags, language) => expect(languageOf(tags)).toBe(language));

describe('a page', () => {
  let [language, phone] = [] as unknown as [typeof import('./language'), typeof import('./phone')];
  const documentElement = { lang: '', dir: '' };
  const load = async () => ({ phone: german });
  const choose = async (lang: string) => {
    language.chooseLanguage(lang);
    await vi.waitFor(() => expect(phone.words().lang).toBe(lang));
  };
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} });
    vi.stubGlobal('document', { documentElement });
    vi.stubGlobal('navigator', { languages: ['de-DE'] });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.resetModules();
    [language, phone] = await Promise.all([import('./language'), import('./phone')]);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('is drawn in the language of its phone, and says so', async () => {
    await language.speak(load);
    expect(phone.words().join).toBe('Einsteigen');
    expect(documentElement).toEqual({ lang: 'de', dir: 'ltr' });
  });

  it('speaks what is chosen, at once', async () => {
    await language.speak(load);
    await choose('en');
    expect(documentElement.lang).toBe('en');
    await choose('de');
    expect(documentElement.lang).toBe('de');
  });

  it('is drawn in English where the words do not come', async () => {
    await language.speak(() => Promise.reject(new Error('no network')));
    expect(phone.words().join).toBe('Join');
  });

  it('is drawn in English where they take too long, and in German once they are there', async () => {
    let come = (_: { phone: typeof german }) => {};
    const drawn = language.speak(() => new Promise((resolve) => (come = resolve)));
    vi.runAllTimers();
    await drawn;
    expect(phone.words().join).toBe('Join');
    come({ phone: german });
    await vi.waitFor(() => expect(phone.words().join).toBe('Einsteigen'));
  });
});
