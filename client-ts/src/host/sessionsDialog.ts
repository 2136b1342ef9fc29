import { html, nothing, type TemplateResult } from 'lit-html';
import { mainSession } from '../protocol/messages';
import { grouped } from '../session/pairingCode';
import { filled } from '../ui/filled';
import { icons } from '../ui/icons';
import { hostWords } from '../words/host';

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
export const roomName = (session: string): string => (session.toLowerCase() === mainSession ? hostWords().mainRoom : session);

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
        <h2 id="rooms-title" tabindex="-1" autofocus>${hostWords().rooms}</h2>
        <button class="round" type="button" aria-label=${hostWords().closeList} @click=${close}>${icons.close}</button>
      </header>
      <p class="by">${hostWords().aboutRooms}</p>
      <ul aria-label=${hostWords().rooms}>
        ${sessions.list.map((session) => (session.name === sessions.asked ? question(session, actions) : row(session, sessions.shown, actions)))}
      </ul>
      <form @submit=${submit} autocomplete="off">
        <input class="field" name="room" type="text" maxlength="80" required aria-label=${hostWords().roomName} placeholder=${hostWords().newRoom} enterkeyhint="go"
          aria-describedby="rooms-problem" />
        <button class="cta" type="submit">${hostWords().openRoom}</button>
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
      <span class="state">${[isShown ? hostWords().onThisScreen : '', hostWords().here(here)].filter(Boolean).join(' · ')}</span>
      <span class="code" aria-label=${hostWords().spelled(code.split('').join(' '))}>${grouped(code)}</span>
    </a>
    ${
      name === mainSession
        ? html`<span class="round blank"></span>`
        : html`<button class="round" type="button" aria-label=${hostWords().close(name)} @click=${() => actions.askToClose(name)}>${icons.close}</button>`
    }
  </li>`;
}

/** Closing forgets queue and phones for good, so the row asks first, in its own place. */
function question({ name, here }: HostSession, actions: SessionsActions): TemplateResult {
  return html`<li class="asks">
    <p><strong>${filled(hostWords().closes, html`<bdi>${name}</bdi>`)}</strong> ${hostWords().goSilent(here)}</p>
    <button class="pill" type="button" @click=${() => actions.askToClose(null)}>${hostWords().keep}</button>
    <button class="pill sure" type="button" @click=${() => actions.closeSession(name)}>${hostWords().closeRoom}</button>
  </li>`;
}

let asked: Element | null = null;

/** A dialog is opened and shut by calls, not by an attribute: after each drawing it is made to be as the view says. */
export function settleDialogs(root: ParentNode, ...open: readonly boolean[]): void {
  root.querySelectorAll<HTMLDialogElement>('dialog').forEach((dialog, at) => {
    if (dialog.open !== open[at]) open[at] ? dialog.showModal() : dialog.close();
  });
  const asking = root.querySelector('.asks');
  // The button that asked is gone: the focus goes on to the field, or to the harmless answer.
  if (asking && asking !== asked) asking.querySelector<HTMLElement>('input, button')?.focus();
  asked = asking;
}
