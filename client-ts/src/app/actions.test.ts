import { describe, expect, it, vi } from 'vitest';
import { createActions } from './actions';
import type { Joining } from './joining';
import type { Library } from './library';
import { both, settled, simulatePhone, snapshotOf, start } from './simulatedPhone';

describe('a change of the order', () => {
  const { sim, hear, commands, accept, refuse } = simulatePhone();
  const bubbles = () => sim.state.bubbles.list.value;
  const actions = () => createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => null);

  it('is told once it is done, and is undone by the server', async () => {
    hear(snapshotOf({}));
    actions().change('wish', { trackId: 't3' }, 'You wished Wanderer.');
    expect(bubbles()).toEqual([]);
    await accept(0, { eventCount: 6 });
    expect(bubbles().map(({ text }) => text)).toEqual(['You wished Wanderer.']);
    bubbles()[0]?.action?.run();
    expect(commands()).toEqual(['wish 5', 'undo 6']);
    expect(bubbles()).toEqual([]);
  });

  it('says in words why it was refused', async () => {
    hear(snapshotOf({}));
    actions().change('unwish', { trackId: 't3' }, 'Done.');
    sim.sent[0]?.answer(422, { type: 'not-your-wish', title: 'Not your wish' });
    await vi.waitFor(() =>
      expect(bubbles().map(({ text, action }) => [text, action])).toEqual([['This phone has not wished this track.', null]]),
    );
  });

  it('counts for nothing where somebody was faster, and the page knows better after that', async () => {
    hear(snapshotOf({}));
    actions().change('shuffle', {}, 'Done.');
    await refuse(0, { ...start, eventCount: 8 });
    expect(bubbles().map(({ text }) => text)).toEqual(['Ben was faster. Out of date; refreshing...']);
    expect(sim.state.session.value?.eventCount).toBe(8);
  });

  it('says so to somebody who is alone too, and names nobody but the only other one who is here', async () => {
    const warned = 'Somebody was faster. Out of date; refreshing...';
    hear(snapshotOf({ clients: { me: both.me, ben: { ...both.ben, active: false } } }));
    actions().next();
    await refuse(0, { ...start, eventCount: 8 });
    expect(bubbles().map(({ text }) => text)).toEqual([warned]);
    expect(console.warn).toHaveBeenCalledWith(warned);
    for (const { id } of bubbles()) sim.state.bubbles.dismiss(id);
    hear(snapshotOf({ eventCount: 9, clients: { ...both, cas: both.ben } }));
    actions().next();
    await refuse(1, { ...start, eventCount: 11 });
    expect(bubbles().map(({ text }) => text)).toEqual([warned]);
  });

  it('says nothing where the song has just ended here, and moved on by itself', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { next } = actions();
    hear(snapshotOf({}));
    sim.events.emit.ended(5);
    next();
    await refuse(0, { ...start, eventCount: 8 });
    expect(bubbles()).toEqual([]);
    vi.advanceTimersByTime(3000);
    next();
    await refuse(1, { ...start, eventCount: 11 });
    expect(bubbles()).toHaveLength(1);
    vi.useRealTimers();
  });
});

describe('a start while the stream is lost', () => {
  const { sim, hear, commands } = simulatePhone();
  const actions = () => createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => null);

  it('opens the stream first, so that the server counts this phone in', async () => {
    const renewed = vi.fn();
    sim.events.on({ renewStream: renewed });
    hear(snapshotOf({}));
    sim.state.online.value = false;
    actions().play();
    expect(renewed).toHaveBeenCalledOnce();
    await settled();
    expect(commands()).toEqual([]);
    sim.state.online.value = true;
    await settled();
    expect(commands()).toEqual(['play 5']);
  });

  it('does not wait for it for long, and a pause not at all', async () => {
    vi.useFakeTimers();
    hear(snapshotOf({}));
    sim.state.online.value = false;
    actions().pause();
    expect(commands()).toEqual(['pause 5']);
    actions().next();
    await vi.advanceTimersByTimeAsync(4900);
    expect(commands()).toEqual(['pause 5']);
    await vi.advanceTimersByTimeAsync(200);
    expect(commands()).toEqual(['pause 5', 'next 5']);
    vi.useRealTimers();
  });
});

describe('a song that every phone has', () => {
  const { sim, hear, commands, accept } = simulatePhone();
  const actions = () => createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => null);

  it('is nudged and made current', async () => {
    hear(snapshotOf({}));
    actions().playInstead('t3');
    await accept(0, { eventCount: 6 });
    expect(commands()).toEqual(['nudge 5', 'next 6']);
  });

  it('is made current at once where it is next-up', () => {
    hear(snapshotOf({}));
    actions().playInstead('t2');
    expect(commands()).toEqual(['next 5']);
  });

  it('stays where it is while the server refuses', async () => {
    hear(snapshotOf({}));
    actions().playInstead('t3');
    sim.sent[0]?.answer(403, { type: 'hosts-only' });
    await settled();
    expect(commands()).toEqual(['nudge 5']);
  });
});

describe('a new name', () => {
  const { sim } = simulatePhone();
  const actions = () => createActions(sim.state, {} as Joining, sim.phone, {} as Library, sim.events, () => null);

  it('is kept once the server has taken it', async () => {
    const setItem = vi.fn();
    vi.stubGlobal('localStorage', { setItem });
    const renamed = actions().rename('Anna');
    sim.sent[0]?.answer(200, { eventCount: 5, snapshot: start });
    expect(await renamed).toBe(null);
    expect(setItem).toHaveBeenCalledWith('colisten.name', 'Anna');
  });

  it('is refused in words', async () => {
    const renamed = actions().rename('A\u202e');
    sim.sent[0]?.answer(400, { type: 'bad-name' });
    expect(await renamed).toBe('A name has at most 40 characters, all on one line and all visible.');
  });
});
