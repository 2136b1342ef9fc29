import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { said } from './simulatedPage';
import type { Actions, PhoneView } from './view';

beforeEach(() => vi.stubGlobal('localStorage', { getItem: () => null }));
afterEach(() => vi.unstubAllGlobals());

it('the picture of the code is fetched anew once the code is another one, and only then', async () => {
  const { createPeopleSheet } = await import('./peopleSheet');
  const sheet = createPeopleSheet({} as Actions, () => null);
  const pictureOf = (code: string) => {
    const phone = { people: [], name: null, code, outputDelayMs: 0, calibrating: false } as unknown as PhoneView;
    return /src="(\/qr[^"]*)"/.exec(said(sheet(phone, true, () => {})))?.[1];
  };
  const [first, again, renewed] = ['HXKTMPRW', 'HXKTMPRW', 'ABCDEFGH'].map(pictureOf);
  expect(first).toMatch(/^\/qr/);
  expect(again).toBe(first);
  expect(renewed).toMatch(/^\/qr/);
  expect(renewed).not.toBe(first);
  for (const address of [first, renewed]) expect(address, 'no log is to have the code').not.toMatch(/HXKT|ABCD/);
});
