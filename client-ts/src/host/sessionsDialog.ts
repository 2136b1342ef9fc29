import { html, nothing, type TemplateResult } from 'lit-html';
import { mainSession } from '../protocol/messages';
import { icons } from '../ui/icons';

/** One of `GET /host/sessions`: a room with a code, a queue and phones of its own. */
export interface HostSession {
  name: string;
  code: string;
  pairing: 'open' | 'closed';
  /** How many phones are here now. */
  here: number;
}

export interface SessionsView {
  open: boolean;
  list: readonly HostSession[];
  /** The name of the session that this screen shows. */
  shown: string;
  /** The session that somebody is asked about, whether to close it. */
  asked: string | null;
  /** Why the last wish was refused, in words. */
  problem: string | null;
}

export interface SessionsActions {
  showSessions(open: boolean): void;
  openSession(name: string): void;
  /** Asks before a room is closed; null: it stays. */
  askToClose(name: string | null): void;
  closeSession(name: string): void;
}

/** What people call a session. */
export const roomName = (session: string): string => (session.toLowerCase() === mainSession ? 'Main room' : session);

/** The code as it is read aloud. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** Where the big screen of a session is. */
export const screenOf = (session: string): string => (session === mainSession ? '/host' : `/host?session=${encodeURIComponent(session)}`);

/** The rooms that are open, over the big screen: show one, open one more, close one. */
export function sessionsDialog(sessions: SessionsView, actions: SessionsActions): TemplateResult {
  const close = () => actions.showSessions(false);
  const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && close();
  if (!sessions.open) return html`<dialog class="rooms" aria-labelledby="rooms-title" @close=${close} @click=${onBackdrop}></dialog>`;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    actions.openSession(String(new FormData(form).get('room') ?? ''));
  };
  return html`<dialog class="rooms" aria-labelledby="rooms-title" @close=${close} @click=${onBackdrop}>
    <div class="inside">
      <header>
        <h2 id="rooms-title" tabindex="-1" autofocus>Rooms</h2>
        <button class="round" type="button" aria-label="Close this list" @click=${close}>${icons.close}</button>
      </header>
      <p class="by">Each room has its own code, queue and phones. The music is the same.</p>
      <ul aria-label="Rooms">
        ${sessions.list.map((session) => (session.name === sessions.asked ? question(session, actions) : row(session, sessions.shown, actions)))}
      </ul>
      <form @submit=${submit} autocomplete="off">
        <input class="field" name="room" type="text" maxlength="80" required aria-label="Name of the new room" placeholder="Name of a new room" enterkeyhint="go"
          aria-describedby="rooms-problem" />
        <button class="cta" type="submit">Open room</button>
      </form>
      <p class="problem" id="rooms-problem" role="alert">${sessions.problem ?? nothing}</p>
    </div>
  </dialog>`;
}

function row({ name, code, here }: HostSession, shown: string, actions: SessionsActions): TemplateResult {
  const isShown = name === shown;
  return html`<li class=${isShown ? 'shown' : ''}>
    <a href=${screenOf(name)} aria-current=${isShown ? 'page' : nothing}>
      <span class="name"><bdi>${roomName(name)}</bdi></span>
      <span class="state">${[isShown ? 'on this screen' : '', hereWords(here)].filter(Boolean).join(' · ')}</span>
      <span class="code" aria-label=${`Code ${code.split('').join(' ')}`}>${grouped(code)}</span>
    </a>
    ${
      name === mainSession
        ? html`<span class="round blank"></span>`
        : html`<button class="round" type="button" aria-label=${`Close ${name}`} @click=${() => actions.askToClose(name)}>${icons.close}</button>`
    }
  </li>`;
}

/** Closing forgets queue and phones for good, so the row asks first, in its own place. */
function question({ name, here }: HostSession, actions: SessionsActions): TemplateResult {
  return html`<li class="asks">
    <p><strong>Close <bdi>${name}</bdi> for good?</strong> ${here === 0 ? 'Nobody is here.' : here === 1 ? '1 phone goes silent.' : `${here} phones go silent.`}</p>
    <button class="pill" type="button" @click=${() => actions.askToClose(null)}>Keep</button>
    <button class="pill sure" type="button" @click=${() => actions.closeSession(name)}>Close room</button>
  </li>`;
}

const hereWords = (here: number) => (here === 0 ? 'nobody here' : `${here} here`);

let asked: Element | null = null;

/** A dialog is opened and shut by calls, not by an attribute: after each drawing it is made to be as the view says. */
export function settleDialogs(root: ParentNode, ...open: readonly boolean[]): void {
  root.querySelectorAll<HTMLDialogElement>('dialog').forEach((dialog, at) => {
    if (dialog.open !== open[at]) open[at] ? dialog.showModal() : dialog.close();
  });
  const asking = root.querySelector('.asks');
  // The button that asked is gone: the focus goes on to the harmless answer.
  if (asking && asking !== asked) asking.querySelector('button')?.focus();
  asked = asking;
}
