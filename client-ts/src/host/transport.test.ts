import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { search: '' });
const { commandOf, createCommands } = await import('./transport');
const { note } = await import('./server');

const press = (key: string, change: object = {}, inside = '') =>
  ({
    key,
    repeat: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    target: { matches: (those: string) => inside !== '' && those.includes(inside) },
    ...change,
  }) as unknown as KeyboardEvent;

describe('the keys of the big screen', () => {
  it('play and pause by the space bar, and go on and back', () => {
    expect(commandOf(press(' '), true)).toBe('play');
    expect(commandOf(press(' '), false)).toBe('pause');
    expect(['n', 'N', 'p', 'MediaTrackNext', 'MediaTrackPrevious', 'MediaPlay'].map((key) => commandOf(press(key), false))).toEqual([
      'next',
      'next',
      'previous',
      'next',
      'previous',
      'play',
    ]);
  });

  it('leave to a field, a button and the browser what is theirs', () => {
    expect(commandOf(press(' ', {}, 'button'), true)).toBeNull();
    expect(commandOf(press('n', {}, 'input'), true)).toBeNull();
    expect(commandOf(press('n', {}, 'dialog'), true)).toBeNull();
    expect(commandOf(press('n', { ctrlKey: true }), true)).toBeNull();
    expect(commandOf(press(' ', { repeat: true }), true)).toBeNull();
    expect(commandOf(press('ArrowRight'), true)).toBeNull();
    expect(commandOf(press('MediaPlayPause', {}, 'dialog'), false)).toBe('pause');
  });
});

describe('the commands of the big screen', () => {
  let asked: { path: string; known: string }[];
  let answer: () => Promise<Response>;

  beforeEach(() => {
    asked = [];
    answer = async () => Response.json({ eventCount: 9 });
    vi.stubGlobal('fetch', (path: string, { headers }: { headers: Record<string, string> }) => {
      asked.push({ path, known: headers['If-Match-Event'] ?? '' });
      return answer();
    });
  });

  it('are meant for the session that the screen knows, or that an answer told it', async () => {
    const command = createCommands(() => 7);
    await command('play');
    await command('next');
    expect(asked).toEqual([
      { path: '/host/play', known: '7' },
      { path: '/host/next', known: '9' },
    ]);
  });

  it('wait for the answer to the one before, and for the session', async () => {
    const command = createCommands(() => 7);
    const first = command('next');
    await command('next');
    await first;
    await createCommands(() => undefined)('next');
    expect(asked).toHaveLength(1);
  });

  it('say in words that somebody was faster, or that no server answers', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    answer = async () => Response.json({ type: 'stale-event-count' }, { status: 409 });
    await createCommands(() => 7)('next');
    expect(note.value).toContain('Somebody else was faster');
    answer = () => Promise.reject(new Error('no network'));
    await createCommands(() => 7)('next');
    expect(note.value).toBe('The server is out of reach.');
  });
});
