import { html, nothing, type TemplateResult } from 'lit-html';
import { mainSession } from '../protocol/messages';
import { cover } from '../ui/cover';
import { filled } from '../ui/filled';
import { icons } from '../ui/icons';
import { membersOf, stateTone, stateWords } from '../ui/people';
import { ring } from '../ui/ring';
import type { PersonView, TrackView } from '../ui/view';
import { hostWords } from '../words/host';
import { words } from '../words/phone';
import { type ScanProgress, scanWords, type UnreadableFile } from './music';
import { type RoomActions, type RoomView, roomDialog } from './roomDialog';
import { grouped, type SessionsActions, type SessionsView, sessionsDialog } from './sessionsDialog';

/** `GET /host/info`: how a phone gets in. */
export interface HostInfo {
  /** The server's address on the LAN, as a phone opens it. */
  url: string;
  /** The pairing code, ungrouped. */
  code: string;
  pairing: 'open' | 'closed';
}

/** All that the big screen shows. */
export interface HostScreen {
  phase: 'waiting' | 'playing' | 'paused';
  online: boolean;
  track: TrackView | null;
  next: TrackView | null;
  /** One line under the title while a barrier is pending, else null. */
  startWords: string | null;
  people: PersonView[];
  info: HostInfo | null;
  /** Goes up with each new code: the picture of the old one must not stay. */
  codeVersion: number;
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
}

const mostNames = 8;

/** The big screen as a whole: what plays, who is here and who is waited for, and how to join. */
export function hostScreen(screen: HostScreen, actions: HostActions): TemplateResult {
  const { track } = screen;
  const empty = { trackId: '', coverUrl: null };
  const round = track ? cover(track, 'art disc') : html`<div class="art disc nothing">${icons.note}</div>`;
  return html`<div class="glow"></div>
    <main class="host">
      <div class="stage"><div class="frame ${screen.phase === 'waiting' ? 'gathering' : ''}">${round}${ringOf(screen)}</div></div>
      <div class="facts">
        <div class="words">
          <h1 class="title" dir="auto">${track ? track.title : words().noMusic}</h1>
          <p class="by" dir="auto">
            ${track ? (screen.startWords ?? (screen.phase === 'paused' ? [words().paused, track.artist].filter(Boolean).join(' · ') : track.artist)) : missing(screen)}
          </p>
          ${
            screen.next && screen.next.trackId !== (track ?? empty).trackId
              ? html`<p class="next">${filled(hostWords().next, html`<bdi>${screen.next.title}</bdi>`)}</p>`
              : nothing
          }
        </div>
        ${who(screen)} ${joinCard(screen, actions)}
      </div>
      <footer>
        <p class="status" role="status" aria-live="polite">${statusOf(screen)}</p>
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
  const named = [...here].sort((x, y) => Number(y.state === 'downloading') - Number(x.state === 'downloading')).slice(0, mostNames);
  const shown = here.length > mostNames ? named : here;
  return html`<ul class="who ${shown.length > 4 ? 'many' : ''}" aria-label=${hostWords().whoIsHere}>
      ${shown.map(
        (person) => html`<li>
          <i class="dot ${stateTone(person)}"></i><span class="name" dir="auto">${person.name}</span><span class="state">${stateWords(person)}</span>
        </li>`,
      )}
    </ul>
    ${here.length > shown.length ? html`<p class="by">${hostWords().andMore(here.length - shown.length)}</p>` : nothing}`;
}

function joinCard({ info, codeVersion, sessions: { shown } }: HostScreen, actions: HostActions): TemplateResult {
  if (!info) return html`<div class="door"></div>`;
  const where = shown === mainSession ? nothing : html`<p class="where" dir="auto">${shown}</p>`;
  if (info.pairing === 'closed')
    return html`<div class="door closed">
      ${where}
      <p class="by">${hostWords().pairingClosed}</p>
      <button class="cta" type="button" @click=${actions.openPairing}>${hostWords().reopen}</button>
    </div>`;
  return html`<div class="door">
    <img class="qr" src="/qr?session=${encodeURIComponent(shown)}&v=${codeVersion}" alt=${hostWords().qr(info.url)} />
    <div>
      ${where}
      <p class="by">${hostWords().scanOrOpen}</p>
      <p class="url">${info.url.replace(/^https?:\/\//, '').replace(/\/$/, '')}</p>
      <p class="code" aria-label=${hostWords().spelled(info.code.split('').join(' '))}>${grouped(info.code)}</p>
    </div>
  </div>`;
}
