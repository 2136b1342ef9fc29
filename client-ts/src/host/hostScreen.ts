import { html, nothing, type TemplateResult } from 'lit-html';
import { cover } from '../ui/cover';
import { filled } from '../ui/filled';
import { icons } from '../ui/icons';
import { membersOf, stateTone } from '../ui/people';
import { ring } from '../ui/ring';
import type { PersonView, TrackView } from '../ui/view';
import { hostWords } from '../words/host';
import { words } from '../words/phone';
import { type HostInfo, joinCard } from './joinCard';
import { type ScanProgress, scanWords, type UnreadableFile } from './music';
import { doing } from './person';
import { type RoomActions, type RoomView, roomDialog } from './roomDialog';
import { type SessionsActions, type SessionsView, sessionsDialog } from './sessionsDialog';
import { type HostCommand, transport } from './transport';

/** All that the big screen shows. */
export interface HostScreen {
  phase: 'waiting' | 'playing' | 'paused';
  online: boolean;
  track: TrackView | null;
  next: TrackView | null;
  /** One line under the title while a barrier is pending, else null. */
  startWords: string | null;
  /** Somebody is ready, so the others may be left behind. */
  canStartNow: boolean;
  people: PersonView[];
  info: HostInfo | null;
  /** Goes up with each new code or address: the picture of the old one must not stay. */
  pictureVersion: number;
  /** What came of the last button. */
  note: string;
  /** Null when no scan of the music is running. */
  scan: ScanProgress | null;
  unreadable: readonly UnreadableFile[];
  /** How many songs the library has, and how many play in the room. */
  librarySize: number;
  queueSize: number;
  sessions: SessionsView;
  room: RoomView;
}

/** What can be done at the big screen. */
export interface HostActions extends SessionsActions, RoomActions {
  openPairing(): void;
  command(name: HostCommand): void;
}

const mostNames = 8;

/** The big screen as a whole: what plays, who is here and who is waited for, and how to join. */
export function hostScreen(screen: HostScreen, actions: HostActions): TemplateResult {
  const { track } = screen;
  const round = track ? cover(track, 'art disc') : html`<div class="art disc nothing">${icons.note}</div>`;
  return html`<div class="glow"></div>
    <main class="host">
      <div class="stage"><div class="frame ${screen.phase === 'waiting' ? 'gathering' : ''}">${round}${ringOf(screen)}</div></div>
      ${transport(screen.phase === 'paused', track === null, actions.command)}
      <p class="status" role="status" aria-live="polite">${statusOf(screen)}</p>
      <div class="facts">
        <div class="words">
          <h1 class="title" dir="auto">${track ? track.title : words().noMusic}</h1>
          ${under(screen, actions)}
        </div>
        ${who(screen)} ${joinCard(screen.info, screen.sessions.shown, screen.pictureVersion, actions.openPairing)}
      </div>
      <footer>
        ${
          screen.unreadable.length > 0
            ? html`<button class="pill" type="button" aria-haspopup="dialog" @click=${() => actions.showRoom('files')}>${hostWords().unreadable(screen.unreadable.length)}</button>`
            : nothing
        }
        <button class="pill" type="button" aria-haspopup="dialog" @click=${() => actions.showRoom('phones')}>${icons.people}${hostWords().thisRoom}</button>
        <button class="pill" type="button" aria-haspopup="dialog" @click=${() => actions.showSessions(true)}>${icons.rooms}${hostWords().rooms}</button>
        <button class="pill" type="button" @click=${actions.rescan}>${hostWords().rescan}</button>
      </footer>
    </main>
    ${sessionsDialog(screen.sessions, actions)} ${roomDialog(screen, actions)}`;
}

/** Under the title: whose song it is and which comes next, or when it starts and the way on without those who are waited for. */
function under(screen: HostScreen, actions: HostActions): TemplateResult {
  const { phase, track, next, startWords: starts, canStartNow } = screen;
  if (!track) return html`<p class="by">${missing(screen)}</p>`;
  const startNow = () => actions.command('start-now');
  if (starts !== null)
    return html`<div class="starts">
      <p class="by">${starts}</p>
      ${canStartNow ? html`<button class="pill" type="button" @click=${startNow}>${words().startNow}</button>` : nothing}
    </div>`;
  const parts = [phase === 'paused' ? words().paused : '', track.artist];
  return html`<p class="by" dir="auto">${parts.filter(Boolean).join(' · ')}</p>
    ${next && next.trackId !== track.trackId ? html`<p class="next">${filled(hostWords().next, html`<bdi>${next.title}</bdi>`)}</p>` : nothing}`;
}

function missing({ librarySize }: HostScreen): string {
  return librarySize > 0 ? hostWords().nothingChosen : hostWords().putSongs;
}

function statusOf({ online, scan, note }: HostScreen): string {
  if (!online) return hostWords().unreachableYet;
  return scan ? scanWords(scan) : note;
}

function ringOf({ phase, people }: HostScreen): TemplateResult {
  if (phase === 'waiting')
    return ring(
      membersOf(people).map(({ state, percent }) =>
        state === 'ready' ? { percent: 100, tone: 'ok' as const } : { percent, tone: 'wait' as const },
      ),
    );
  const here = people.filter(({ state }) => state === (phase === 'playing' ? 'listening' : 'here'));
  return ring(
    here.length > 0 ? here.map(() => ({ percent: phase === 'playing' ? 100 : 0, tone: 'ok' as const })) : [{ percent: 0, tone: 'ok' }],
  );
}

function who({ people }: HostScreen): TemplateResult {
  const here = people.filter(({ active }) => active);
  if (here.length === 0) return html`<p class="by nobody">${hostWords().nobody}</p>`;
  // Those who are waited for are always among the named.
  const named = [...here].sort((x, y) => Number(y.state === 'downloading') - Number(x.state === 'downloading')).slice(0, mostNames - 1);
  const shown = here.length > mostNames ? named : here;
  const more = here.length - shown.length;
  return html`<ul class="who ${shown.length > 4 ? 'many' : ''}" aria-label=${hostWords().whoIsHere}>
    ${shown.map(
      (person) => html`<li>
        <i class="dot ${stateTone(person)}"></i><span class="name" dir="auto">${person.name}</span><span class="state">${doing(person)}</span>
      </li>`,
    )}
    ${more > 0 ? html`<li><i class="dot off"></i><span class="name">${hostWords().andMore(more)}</span></li>` : nothing}
  </ul>`;
}
