import { signal } from '@preact/signals-core';
import { mountPhoneScreen } from '../src/ui/phoneScreen';
import type { Actions, PhoneView } from '../src/ui/view';
import { states } from './fixtures';
import '../src/styles/phone.css';

const name = new URLSearchParams(location.search).get('state');
document.documentElement.dataset.screens = Object.keys(states).join(',');
const root = document.getElementById('room') as HTMLElement;

if (name && states[name]) show(name, states[name]);
else
  for (const each of Object.keys(states)) {
    const frame = document.createElement('iframe');
    frame.src = `?state=${each}`;
    frame.title = each;
    frame.width = '390';
    frame.height = '844';
    root.append(frame);
    document.documentElement.style.overflow = 'auto';
    document.body.style.overflow = 'auto';
  }

/** Mounts one state; what a person does there is logged, and the state machine is faked just enough to feel it. */
function show(state: string, phone: PhoneView): void {
  const view = signal(phone);
  const calls: unknown[][] = [];
  Object.assign(window, { calls, view });
  const log =
    (action: string, change?: (...args: never[]) => Partial<PhoneView>) =>
    (...args: unknown[]) => {
      calls.push([action, ...args]);
      if (change) view.value = { ...view.value, ...change(...(args as never[])) };
    };
  const actions = {
    join: log('join'),
    askForCode: log('askForCode'),
    useThisPage: log('useThisPage'),
    play: log('play', () => ({ phase: 'playing' })),
    pause: log('pause', () => ({ phase: 'paused', barrier: null })),
    seek: log('seek'),
    next: log('next', () => {
      const { queue } = view.value;
      const order = [...queue.order.slice(1), ...queue.order.slice(0, 1)];
      return { queue: { ...queue, order }, track: queue.song(order[0] ?? '') };
    }),
    previous: log('previous'),
    change: log('change'),
    listen: log('listen'),
    startNow: log('startNow', () => ({ phase: 'playing', barrier: null })),
    bringEveryoneIn: log('bringEveryoneIn'),
    playInstead: log('playInstead', () => ({ phase: 'playing', barrier: null })),
    refresh: log('refresh'),
    learnCode: log('learnCode'),
    async rename(name: string) {
      calls.push(['rename', name]);
      return null;
    },
    leave: log('leave'),
    setOutputDelayMs: log('setOutputDelayMs', (outputDelayMs: number) => ({ outputDelayMs })),
    setCalibrating: log('setCalibrating', (calibrating: boolean) => ({ calibrating })),
    dismissBubble: log('dismissBubble', (id: number) => ({ bubbles: view.value.bubbles.filter((bubble) => bubble.id !== id) })),
  } satisfies Actions as Actions;
  let at = state === 'waiting' ? 0 : 84;
  let since = performance.now();
  const position = () => (view.value.phase === 'playing' || view.value.phase === 'silent' ? at + (performance.now() - since) / 1000 : at);
  actions.seek = (positionSec) => {
    calls.push(['seek', positionSec]);
    at = positionSec;
    since = performance.now();
  };
  const reading = () =>
    view.value.phase === 'playing'
      ? { zeroMovedMs: 11.6, beats: 150, errorMs: -0.8, trims: 3, seeks: 0, through: 'element' as const }
      : null;
  mountPhoneScreen(root, view, actions, position, reading);
  if (state.endsWith('queue')) document.getElementById('tab-queue')?.click();
  Object.assign(window, { opened: opened(state) });
}

/** What is seen only in the room comes a moment later. */
async function opened(state: string): Promise<void> {
  const press = async (selector: string) => {
    while (!document.querySelector(selector) || !document.querySelector('.queue')) await new Promise(requestAnimationFrame);
    document.querySelector<HTMLElement>(selector)?.click();
  };
  if (state.endsWith('sheet')) await press('.pill');
  if (state === 'rename-sheet') await press('.who .round');
  if (/(in-step|ear)-sheet$/.test(state)) {
    await press('summary');
    await new Promise((done) => setTimeout(done, 40));
    document.querySelector('.sheet[open]')?.scrollTo(0, 10_000);
  }
  if (state === 'menu-queue') await press('.row:nth-child(7) .handle');
  if (state === 'albums-queue') await press('.chip:nth-child(2)');
  if (state === 'aside-queue') await press('.chip:last-child');
}
