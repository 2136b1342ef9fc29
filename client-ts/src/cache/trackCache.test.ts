import { afterEach, expect, it, vi } from 'vitest';
import { budgetBytes } from './trackCache';

afterEach(() => vi.unstubAllGlobals());

function phone(byHand: string | null) {
  vi.stubGlobal('localStorage', { getItem: (key: string) => (key === 'colisten.budgetBytes' ? byHand : null) });
}

it('without Cache Storage the budget is half a gigabyte', async () => {
  phone(null);
  expect(await budgetBytes()).toBe(512 * 1024 * 1024);
});

it('with it the budget is most of what the browser grants', async () => {
  phone(null);
  vi.stubGlobal('caches', {});
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1000 }) } });
  expect(await budgetBytes()).toBe(800);
});

it('the budget can be set by hand', async () => {
  phone('5000');
  expect(await budgetBytes()).toBe(5000);
});
