import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIndexedDbStore } from './indexedDbStore';

describe('audio in IndexedDB', () => {
  const store = createIndexedDbStore();
  beforeEach(async () => {
    for (const { trackId } of await store.list()) await store.delete(trackId);
  });

  it('comes back byte for byte, with its type', async () => {
    await store.put('t1', new Blob([new Uint8Array([1, 2, 3])], { type: 'audio/mpeg' }));
    const back = await store.get('t1');
    expect(back?.type).toBe('audio/mpeg');
    expect(new Uint8Array(await (back as Blob).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('is in the ledger as long as it is there', async () => {
    await store.put('t1', new Blob(['four']));
    await store.put('t2', new Blob(['sixsix']));
    expect(await store.list()).toEqual([
      { trackId: 't1', size: 4 },
      { trackId: 't2', size: 6 },
    ]);
    await store.delete('t1');
    expect(await store.list()).toEqual([{ trackId: 't2', size: 6 }]);
    expect(await store.get('t1')).toBe(null);
  });

  it('has a budget that can be set by hand', async () => {
    const values = new Map<string, string>();
    vi.stubGlobal('localStorage', { getItem: (key: string) => values.get(key) ?? null });
    expect(await store.budgetBytes()).toBe(512 * 1024 * 1024);
    values.set('colisten.budgetBytes', '5000');
    expect(await store.budgetBytes()).toBe(5000);
    vi.unstubAllGlobals();
  });
});
