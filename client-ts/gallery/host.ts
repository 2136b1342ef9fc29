import { render } from 'lit-html';
import { type BigScreen, bigScreen } from '../src/host/bigScreen';
import { colourFrom } from '../src/ui/cover';
import type { PersonView, RoomView } from '../src/ui/view';
import { states } from './fixtures';
import '../src/styles/host.css';

const info = { url: 'http://192.168.1.5:5080/', code: 'HXKTMPRW', pairing: 'open' } as const;
const base: BigScreen = {
  phase: 'playing',
  online: true,
  track: state('playing').queue[0] ?? null,
  next: state('playing').queue[1] ?? null,
  startWords: null,
  people: [
    ...people('playing'),
    ...people('silent')
      .filter(({ isMe }) => isMe)
      .map((one) => ({ ...one, clientId: 'dee', name: 'Dee' })),
  ],
  info,
  codeVersion: 1,
  note: '',
};

function state(name: string): RoomView {
  return states[name] as RoomView;
}

function people(name: string): PersonView[] {
  return state(name).people;
}

const screens: Record<string, BigScreen> = {
  playing: base,
  art: { ...base, track: state('playing-art').queue[0] ?? null, people: people('playing').slice(0, 1) },
  waiting: {
    ...base,
    phase: 'waiting',
    track: state('waiting').queue[0] ?? null,
    people: people('waiting'),
    startWords: 'starts together in about 6 s',
  },
  crowd: { ...base, phase: 'waiting', people: people('waiting-crowd'), startWords: 'goes on when all are ready' },
  paused: { ...base, phase: 'paused', people: people('paused'), note: 'The library has 128 songs.' },
  closed: { ...base, info: { ...info, pairing: 'closed' } },
  empty: { ...base, phase: 'paused', track: null, next: null, people: [], note: '' },
  offline: { ...base, online: false },
};

const name = new URLSearchParams(location.search).get('state') ?? 'playing';
const screen = screens[name] ?? base;
document.documentElement.dataset.state = screen.phase;
document.documentElement.dataset.screens = Object.keys(screens).join(',');
colourFrom(document.documentElement)(screen.track ?? undefined);
render(bigScreen(screen, { rescan: () => {}, openPairing: () => {} }), document.getElementById('host') as HTMLElement);
