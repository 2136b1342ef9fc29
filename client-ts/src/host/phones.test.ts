import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonView } from '../ui/view';

const person = (name: string, active: boolean): PersonView => ({
  clientId: name,
  name,
  isMe: false,
  active,
  state: active ? 'here' : 'away',
  percent: 0,
});

describe('phones on the big screen', () => {
  let asked: { path: string; body: unknown }[];
  let answer: () => Response;

  beforeEach(() => {
    asked = [];
    answer = () => Response.json({ eventCount: 1, snapshot: {} });
    vi.stubGlobal('location', { search: '?session=Kitchen' });
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      asked.push({ path, body: JSON.parse(String(init.body)) });
      return answer();
    });
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.resetModules();
  });

  const open = async () => {
    const [{ createPhones }, { note }] = await Promise.all([import('./removing'), import('./server')]);
    const { phones, actions } = createPhones();
    actions.showPhones(true);
    return { phones, actions, note };
  };

  it('come with those who are here first', async () => {
    const { inOrder } = await import('./phones');
    expect(inOrder([person('Cas', false), person('Ben', true), person('Ana', false)]).map(({ name }) => name)).toEqual([
      'Ben',
      'Ana',
      'Cas',
    ]);
  });

  it('are asked about before they are removed, and stay if that is wanted', async () => {
    const { phones, actions } = await open();
    actions.askToRemove('c1');
    expect(phones.value.asked).toBe('c1');
    actions.askToRemove(null);
    expect(phones.value).toEqual({ open: true, asked: null, problem: null });
    expect(asked).toEqual([]);
  });

  it('are removed from the room that the screen shows', async () => {
    const { phones, actions, note } = await open();
    actions.askToRemove('c1');
    await actions.removePhone('c1', 'Ana');
    expect(asked).toEqual([{ path: '/host/clients/remove', body: { session: 'Kitchen', clientId: 'c1' } }]);
    expect(phones.value.asked).toBeNull();
    expect(note.value).toBe('Ana is removed.');
  });

  it('say why one could not be removed', async () => {
    answer = () => Response.json({ type: 'not-stored', detail: 'The disk did not take it.' }, { status: 503 });
    const { phones, actions, note } = await open();
    await actions.removePhone('c1', 'Ana');
    expect(phones.value.problem).toBe('The disk did not take it.');
    expect(note.value).toBe('');
  });
});
