import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RowSwipe } from './swipe';

type Handler = (event: PointerEvent) => void;

describe('a finger on a row', () => {
  const [aside, next, hold] = [vi.fn(), vi.fn(), vi.fn()];
  const both = { left: { hint: 'Not tonight', run: aside }, right: { hint: 'Next up', run: next } };
  let row: { dataset: Record<string, string>; style: { transform: string }; classes: Set<string> } & Record<string, Handler>;
  let swipe: RowSwipe;
  const at = (clientX: number, clientY: number, change = {}) =>
    ({ pointerId: 1, pointerType: 'touch', isPrimary: true, clientX, clientY, currentTarget: row, ...change }) as unknown as PointerEvent;
  const down = (swipes: Parameters<RowSwipe['begin']>[1] = both, change = {}) =>
    swipe.begin(at(200, 100, { target: { closest: () => null }, ...change }), swipes, hold);
  const move = (x: number, y: number) => row.onpointermove?.(at(200 + x, 100 + y));
  const up = () => row.onpointerup?.(at(0, 0));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    vi.stubGlobal('document', new EventTarget());
    const classes = new Set<string>();
    const classList = {
      add: (name: string) => classes.add(name),
      remove: (...names: string[]) => names.map((name) => classes.delete(name)),
      toggle: (name: string, on: boolean) => (on ? classes.add(name) : classes.delete(name)),
    };
    row = { dataset: {}, style: { transform: '' }, classes, classList } as unknown as typeof row;
    swipe = new RowSwipe();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('puts the song aside to the left and nudges it to the right, and says so on the way', () => {
    down();
    move(-30, 4);
    expect([row.dataset.swipe, row.classes.has('far'), row.style.transform]).toEqual(['Not tonight', false, 'translateX(-30px)']);
    move(-120, 4);
    expect(row.classes.has('far')).toBe(true);
    up();
    expect([aside.mock.calls.length, next.mock.calls.length, row.style.transform]).toEqual([1, 0, '']);
    down();
    move(120, 0);
    expect(row.dataset.swipe).toBe('Next up');
    up();
    expect(next).toHaveBeenCalledOnce();
  });

  it('does nothing when it is drawn back, scrolls, or is taken away', () => {
    down();
    move(-120, 0);
    move(-20, 0);
    up();
    down();
    move(100, 90);
    up();
    down();
    move(-120, 0);
    row.onpointercancel?.(at(0, 0));
    up();
    expect([aside.mock.calls.length, next.mock.calls.length]).toEqual([0, 0]);
  });

  it('meets resistance where there is nothing to be done', () => {
    down({ ...both, right: null });
    move(200, 0);
    expect([row.dataset.swipe, row.style.transform]).toEqual(['', 'translateX(30px)']);
    up();
    expect(next).not.toHaveBeenCalled();
  });

  it('opens the menu when it rests, and not when it has moved', () => {
    down();
    vi.advanceTimersByTime(500);
    expect(hold).toHaveBeenCalledOnce();
    up();
    down();
    move(0, 30);
    vi.advanceTimersByTime(500);
    expect(hold).toHaveBeenCalledOnce();
  });

  it('taps nothing of the menu when it goes, and may tap again after that', () => {
    const isSwallowed = () => !document.dispatchEvent(new Event('click', { cancelable: true }));
    down();
    vi.advanceTimersByTime(500);
    document.dispatchEvent(new Event('pointerup'));
    expect(isSwallowed()).toBe(true);
    vi.advanceTimersByTime(50);
    expect(isSwallowed()).toBe(false);
  });

  it('leaves buttons, mice and second fingers alone', () => {
    down(both, { target: { closest: () => ({}) } });
    down(both, { pointerType: 'mouse' });
    down(both, { isPrimary: false });
    vi.advanceTimersByTime(500);
    expect([row.onpointermove, hold.mock.calls.length]).toEqual([undefined, 0]);
  });
});
