import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reportCopies } from './copies';
import { createState } from './state';

const told: string[][] = [];

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    expect(path).toBe('/copies');
    told.push(JSON.parse(String(init.body)).trackIds);
    return new Response(null, { status: 204 });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what lies on this phone is told once the stream stands, gathered, and again on a new stream', async () => {
  const state = createState();
  const onThisPhone = signal<ReadonlySet<string>>(new Set());
  const stop = reportCopies(state, { onThisPhone });
  onThisPhone.value = new Set(['a']);
  await vi.runAllTimersAsync();
  expect(told).toEqual([]);

  state.online.value = true;
  onThisPhone.value = new Set(['a', 'b']);
  await vi.runAllTimersAsync();
  expect(told).toEqual([['a', 'b']]);

  state.online.value = false;
  state.online.value = true;
  await vi.runAllTimersAsync();
  expect(told).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  onThisPhone.value = new Set(Array.from({ length: 1001 }, (_, at) => `${at}`));
  await vi.runAllTimersAsync();
  expect(told.pop()).toEqual(Array.from({ length: 1000 }, (_, at) => `${at + 1}`));
  stop();
  onThisPhone.value = new Set();
  await vi.runAllTimersAsync();
  expect(told).toHaveLength(2);
});
