import { describe, expect, it } from 'vitest';
import { roomName, screenOf } from './sessionsDialog';

describe('rooms on the big screen', () => {
  it('are called as they were named; the one that is always there needs no name', () => {
    expect(roomName('Kitchen')).toBe('Kitchen');
    expect(roomName('main')).toBe('Main room');
  });

  it('have an address each, whatever they are called', () => {
    expect(screenOf('main')).toBe('/host');
    expect(screenOf('Küche & Bad/2#?')).toBe('/host?session=K%C3%BCche%20%26%20Bad%2F2%23%3F');
  });
});
