import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { beforeEach, expect, it, vi } from 'vitest';

/** The database as the first version of this page made it. */
const earlier = () =>
  openDB('colisten', 1, {
    upgrade(db) {
      for (const name of ['audio', 'sizes', 'durations']) db.createObjectStore(name);
    },
  });

/** The page, loaded anew. */
async function page() {
  vi.resetModules();
  return (await import('./database')).database;
}

beforeEach(() => deleteDB('colisten'));

it('a database of an earlier version loses its tracks and keeps what it has learnt', async () => {
  const old = await earlier();
  await old.put('audio', { bytes: new ArrayBuffer(3), mime: 'audio/mpeg' }, 't1');
  await old.put('durations', 12, 't1');
  old.close();
  const db = await (await page())();
  expect([...db.objectStoreNames]).toEqual(['audio', 'begun', 'durations', 'pieces']);
  expect(await db.count('audio')).toBe(0);
  expect(await db.get('durations', 't1')).toBe(12);
  db.close();
});

it('a tab that keeps an earlier version open does not keep this page waiting', async () => {
  const old = await earlier();
  const database = await page();
  await expect(database()).rejects.toThrow('earlier version');
  old.close();
  const db = await database();
  expect(db.version).toBe(2);
  db.close();
});

it('a later version of this page can open its own', async () => {
  await (await page())();
  const later = await openDB('colisten', 3);
  expect(later.version).toBe(3);
  later.close();
});
