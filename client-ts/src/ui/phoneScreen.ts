import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { createScope } from '../scope';
import { words } from '../words/phone';
import { bubbles } from './bubbles';
import { colourFrom } from './cover';
import { filled } from './filled';
import { icons } from './icons';
import type { Inside } from './inside';
import { joinScreen } from './join';
import { arcsFor } from './people';
import type { RingMember } from './ring';
import { SeekBar } from './seekBar';
import { songPanel } from './song';
import type { Actions, InStep, Phase, PhoneView, PositionSec } from './view';

type Tab = 'song' | 'queue';
const tabs: readonly Tab[] = ['song', 'queue'];
const closingMs = 900;
/** Where the song and the queue stand side by side; the style sheets have the same. */
const isWide = '(min-width: 760px)';

/**
 * Draws the room into `root` whenever `view` changes.
 * @param positionSec read a few times a second while a song plays
 * @param readInStep read once a second while somebody looks at it
 * @returns what takes it all down again
 */
export function mountPhoneScreen(
  root: HTMLElement,
  view: ReadonlySignal<PhoneView>,
  actions: Actions,
  positionSec: PositionSec,
  readInStep: InStep,
): () => void {
  const tab = signal<Tab>('song');
  const sheetOpen = signal(false);
  const closing = signal<readonly RingMember[]>([]);
  const seekBar = new SeekBar(positionSec, actions.seek);
  /** No part of the first load. It comes once the room is entered: it must be there when the server is gone. */
  const inside = signal<Inside | null>(null);
  let fetching = false;
  const fetchInside = async () => {
    if (fetching) return;
    fetching = true;
    try {
      inside.value = await (await import('./inside')).createInside(actions, positionSec, readInStep);
    } catch (error) {
      console.warn('the queue did not come', error);
      fetching = false;
    }
  };
  const colour = colourFrom(document.documentElement);
  const closeSheet = () => {
    sheetOpen.value = false;
    if (view.peek().calibrating) actions.setCalibrating(false);
  };
  const openSheet = () => {
    // A bubble would lie under it.
    for (const { id } of view.peek().bubbles) actions.dismissBubble(id);
    actions.learnCode();
    sheetOpen.value = true;
  };
  const wideScreen = matchMedia(isWide);
  const wide = signal(wideScreen.matches);
  const onWidth = () => {
    wide.value = wideScreen.matches;
  };
  wideScreen.addEventListener('change', onWidth);
  let before: Phase = 'joining';
  let arcs: RingMember[] = [];
  const scope = createScope();

  /** The ring closes on the release: its arcs outlive the barrier for a moment. */
  const watchRelease = (phone: PhoneView) => {
    if (before === 'waiting' && phone.phase === 'playing' && arcs.length > 0) {
      closing.value = arcs.map((arc) => ({ ...arc, tone: 'ok' as const }));
      scope.end();
      scope.after(closingMs, () => {
        closing.value = [];
      });
    } else if (phone.phase !== 'playing' && closing.peek().length > 0) closing.value = [];
    if (phone.barrier) arcs = arcsFor(phone.people);
    before = phone.phase;
  };

  const stop = effect(() => {
    const phone = view.value;
    if (phone.phase !== 'joining' || phone.elsewhere || phone.corrupt) void fetchInside();
    const still = inside.value?.still(phone);
    const came = phone.phase !== 'joining' && !still && root.querySelector('main.join, main.damage') !== null;
    watchRelease(phone);
    const { track } = phone;
    document.title = track && phone.phase !== 'joining' ? `${track.title} · CoListen` : 'CoListen';
    colour(phone.phase === 'joining' ? undefined : (track ?? undefined));
    if (still || phone.phase === 'joining') {
      closeSheet();
      seekBar.stop();
    }
    if (still) {
      const isNew = root.querySelector('main.damage') === null;
      render(html`<div class="glow"></div>${still}`, root);
      if (isNew) root.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
      return;
    }
    if (phone.phase === 'joining') {
      const isNew = root.querySelector('form') === null;
      render(html`<div class="glow"></div>${joinScreen(phone.join, actions, joinStatus(phone))}${bubbles(phone.bubbles, actions)}`, root);
      if (isNew) [...root.querySelectorAll<HTMLInputElement>('.field')].find(({ value }) => !value)?.focus();
      return;
    }
    const isShown = (id: Tab) => wide.value || id === tab.value;
    render(
      html`<div class="glow"></div>
        <div class="room ${phone.loading ? 'loading' : ''}" data-tab=${tab.value}>
          ${top(phone, wide.value ? 'song' : tab.value, openSheet)}
          <main aria-busy=${phone.loading}>
            ${panel('song', isShown('song'), track ? songPanel(phone, track, actions, seekBar, closing.value) : inside.value?.empty(phone))}
            ${panel('queue', isShown('queue'), inside.value?.queue.template(phone, isShown('queue')) ?? nothing)}
          </main>
          <footer class="foot">
            ${bubbles(phone.bubbles, actions)}
            <div class="facts">${statusLine(phone.status)} ${upNext(phone)}</div>
            ${tabList(tab.value, (next) => {
              // In a task of its own: the tap's has enough to do.
              setTimeout(() => {
                tab.value = next;
              });
            })}
          </footer>
        </div>
        ${inside.value?.sheet(phone, sheetOpen.value, closeSheet) ?? nothing}`,
      root,
    );
    // The form that had the focus is gone: who reads with the ears goes on at the song.
    if (came) document.getElementById('panel-song')?.focus({ preventScroll: true });
    const dialog = root.querySelector<HTMLDialogElement>(':scope > dialog');
    if (dialog && dialog.open !== sheetOpen.value) sheetOpen.value ? dialog.showModal() : dialog.close();
    seekBar.update((phone.phase === 'playing' || phone.phase === 'silent') && isShown('song'));
  });

  return () => {
    stop();
    scope.end();
    wideScreen.removeEventListener('change', onWidth);
    seekBar.stop();
    render(html``, root);
  };
}

function top(phone: PhoneView, tab: Tab, open: () => void): TemplateResult {
  const count = (state: 'listening' | 'active') =>
    phone.people.filter((person) => (state === 'active' ? person.active : person.state === state)).length;
  const people = phone.phase === 'playing' ? words().listening(count('listening')) : words().here(count('active'));
  return html`<header class="top">
    ${
      tab === 'queue'
        ? html`<h1 class="place">${words().queue} <small>${words().songs(phone.queue.order.length)}</small></h1>`
        : html`<p class="place">CoListen</p>`
    }
    <button class="pill" type="button" aria-haspopup="dialog" @click=${open}>
      ${phone.online ? icons.people : icons.offline}<span>${phone.online ? people : words().offline}</span>
    </button>
  </header>`;
}

function panel(id: Tab, isShown: boolean, body: unknown): TemplateResult {
  return html`<section role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" tabindex="-1" ?hidden=${!isShown}>${body}</section>`;
}

/** Which song follows, where nothing else is to be said. */
function upNext({ queue, status, loading }: PhoneView): unknown {
  const [current, next] = queue.order;
  if (next === undefined || next === current || loading || (status.tone !== 'ok' && status.tone !== 'off')) return nothing;
  return html`<p class="up-next">${filled(words().nextIs, html`<bdi>${queue.song(next).title}</bdi>`)}</p>`;
}

function statusLine({ tone, text, percent }: PhoneView['status']): TemplateResult {
  // Who hears the page is told that it downloads, not each per cent of it.
  const number = percent === undefined ? nothing : html`<span aria-hidden="true"> ${percent}%</span>`;
  return html`<p class="status ${tone}" role="status" aria-live="polite"><i class="dot ${tone}"></i><span>${text}${number}</span></p>`;
}

function joinStatus({ join, status }: PhoneView): TemplateResult {
  return join.error
    ? statusLine({ tone: 'warn', text: join.error })
    : html`<p class="status ${status.text ? status.tone : 'blank'}" role="status" aria-live="polite"><span>${status.text}</span></p>`;
}

function tabList(open: Tab, choose: (tab: Tab) => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const at = tabs.indexOf(open);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${words().views} @keydown=${onKey}>
    ${tabs.map(
      (id) => html`<button role="tab" type="button" id="tab-${id}" aria-controls="panel-${id}" aria-selected=${id === open}
        tabindex=${id === open ? 0 : -1} @click=${() => choose(id)}>${id === 'song' ? words().currentSong : words().queue}</button>`,
    )}
  </div>`;
}
