import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => vi.stubGlobal('origin', 'http://colisten.lan:5080'));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('workers are scripts of this server only', async () => {
  const createPolicy = vi.fn();
  vi.stubGlobal('trustedTypes', { createPolicy });
  await import('./scriptPolicy');
  const [[name, { createScriptURL, ...more }]] = createPolicy.mock.calls as [[string, Record<string, (url: string) => string | null>]];

  expect([name, more]).toEqual(['default', {}]);
  const alarm = 'http://colisten.lan:5080/assets/alarm.worker-1.js';
  expect(createScriptURL?.(alarm)).toBe(alarm);
  for (const other of ['http://colisten.lan:50800/a.js', 'https://evil.example/a.js', 'data:text/javascript,1', 'blob:x', ''])
    expect(createScriptURL?.(other)).toBeNull();
});

test('a browser without Trusted Types is left as it is', async () => {
  await expect(import('./scriptPolicy')).resolves.toBeDefined();
});
