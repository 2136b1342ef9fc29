import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScope } from './scope';

describe('a scope', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('owns listeners and timers until it ends', () => {
    const page = new EventTarget();
    const heard: string[] = [];
    const scope = createScope();
    scope.on(page, 'tap', () => heard.push('tap'));
    scope.after(10, () => heard.push('after'));
    scope.every(20, () => heard.push('every'));
    scope.onEnd(() => heard.push('end'));
    page.dispatchEvent(new Event('tap'));
    vi.advanceTimersByTime(45);
    expect(heard.splice(0)).toEqual(['tap', 'after', 'every', 'every']);
    scope.after(10, () => heard.push('never'));
    scope.end();
    page.dispatchEvent(new Event('tap'));
    vi.advanceTimersByTime(100);
    expect(heard).toEqual(['end']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be used again after its end, and ends each thing once', () => {
    const heard: string[] = [];
    const scope = createScope();
    scope.onEnd(() => heard.push('first'));
    scope.end();
    scope.onEnd(() => heard.push('second'));
    scope.end();
    expect(heard).toEqual(['first', 'second']);
  });

  it('lets go of what is cancelled', () => {
    const run = vi.fn();
    createScope().after(10, run)();
    vi.advanceTimersByTime(20);
    expect(run).not.toHaveBeenCalled();
  });
});
