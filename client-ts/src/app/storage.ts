/** What this phone remembers between visits. Storage may be refused; then it remembers nothing. */
const key = (name: string) => `colisten.${name}`;

function read(name: string): string | null {
  try {
    return localStorage.getItem(key(name));
  } catch {
    return null;
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), value);
  } catch (error) {
    console.warn('this phone remembers nothing', error);
  }
}

/** Which client this phone is. No secret: the token is in a cookie that scripts cannot read. */
export const clientId = { read: () => read('clientId'), write: (value: string | null) => write('clientId', value) };
/** Which session it is paired with. */
export const sessionName = { read: () => read('session'), write: (value: string | null) => write('session', value) };
/** What its person is called. */
export const personName = { read: () => read('name') ?? '', write: (value: string) => write('name', value) };
/** The language that its person has chosen; empty: none. */
export const language = { read: () => read('language') ?? '', write: (value: string) => write('language', value || null) };
/** WebKit on iPhones and iPads tells of its output's latency that much less than it is, as Sendspin measured. */
const appleLateMs = 100;

function usualLateMs(): number {
  const phone: Partial<Navigator> = globalThis.navigator ?? {};
  const { vendor = '', maxTouchPoints = 0 } = phone;
  return 'audioSession' in phone || (vendor.startsWith('Apple') && maxTouchPoints > 0) ? appleLateMs : 0;
}

/** By how many milliseconds this phone's sound comes late. */
export const outputDelayMs = {
  read: () => Math.max(0, Number(read('lateMs') ?? usualLateMs()) || 0),
  write: (value: number) => write('lateMs', String(value)),
};
/** How much of what holds this phone in step is in use; less than all only to measure what it is good for. */
export const syncMode = { read: () => (['no-beats', 'none'] as const).find((less) => less === read('means')) ?? 'all' };
