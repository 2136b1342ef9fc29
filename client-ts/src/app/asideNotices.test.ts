import { describe, expect, it } from 'vitest';
import { phone as german } from '../words/de/phone';
import { translation } from '../words/translation';
import { tellOfAside } from './asideNotices';
import { both, open, progress, simulatePhone, snapshotOf } from './simulatedPhone';

describe('whom the room no longer waits for', () => {
  const { sim, hear } = simulatePhone();
  const told = () => sim.state.bubbles.list.value.map(({ text }) => text);
  const waitFor = (...members: string[]) => {
    hear(snapshotOf({ clients: { ...both, cas: { ...both.ben, name: 'Cas' } } }));
    hear(open(6));
    hear(progress(6, [], [], members));
  };

  it('is told by name, once', () => {
    const stop = tellOfAside(sim.state);
    waitFor('me', 'ben');
    expect(told()).toEqual([]);
    hear(progress(6, [], ['ben'], ['me']));
    hear(progress(6, ['me'], ['ben'], ['me']));
    expect(told()).toEqual(['Ben took too long: the room goes on without.']);
    stop();
  });

  it.each([
    ['en', {}, 'Ben and Cas took too long: the room goes on without.'],
    ['de', { phone: german }, 'Ben und Cas took too long: the room goes on without.'],
  ])('is a list in the chosen language (%s)', (_, catalogue, sentence) => {
    const stop = tellOfAside(sim.state);
    translation.value = catalogue;
    waitFor('me', 'ben', 'cas');
    hear(progress(6, [], ['ben', 'cas'], ['me']));
    expect(told()).toEqual([sentence]);
    translation.value = {};
    stop();
  });

  it('is told otherwise where it is this phone, and anew at the next start', () => {
    const stop = tellOfAside(sim.state);
    waitFor('me', 'ben');
    hear(progress(6, [], ['me'], ['ben']));
    expect(told()).toEqual(['This phone took too long; the others go on without it. It joins when it is ready.']);
    hear(open(7));
    hear(progress(7, [], ['ben'], ['me']));
    expect(told()).toHaveLength(2);
    stop();
  });
});
