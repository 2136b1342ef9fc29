import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { createScope } from '../scope';
import { words } from '../words/phone';
import { bubbles } from './bubbles';
import { colourFrom } from './cover';
import { damageScreen, elsewhereScreen } from './damage';
import { icons } from './icons';
import type { Inside } from './inside';
import { joinScreen } from './join';
import { membersOf } from './people';
import { SeekBar } from './seekBar';
import { songPanel } from './song';
import type { Actions, InStep, Phase, PhoneView, PositionSec } from './view';

type Tab = 'song' | 'queue';
const tabs: readonly Tab[] = ['song', 'queue'];
const closingMs = 900;

/**
 * Draws the room into `root` whenever `view` changes, and keeps `dataset.state` of the document at the phase.
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
  const closing = signal(0);
  const seekBar = new SeekBar(positionSec, actions.seek);
  /** What is seen only in the room. It is no part of the first load, and comes once the room is entered: it must be there when the server is gone. */
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
  let before: Phase = 'joining';
  let arcs = 0;
  const scope = createScope();

  /** The ring closes on the release: its arcs outlive the barrier for a moment. */
  const watchRelease = (phone: PhoneView) => {
    if (before === 'waiting' && phone.phase === 'playing' && arcs > 0) {
      closing.value = arcs;
      scope.end();
      scope.after(closingMs, () => {
        closing.value = 0;
      });
    } else if (phone.phase !== 'playing') closing.value = 0;
    if (phone.barrier) arcs = Math.max(1, membersOf(phone.people).length);
    before = phone.phase;
  };

  const stop = effect(() => {
    const phone = view.value;
    const still = phone.elsewhere ? elsewhereScreen(actions) : phone.corrupt && damageScreen(actions);
    const came = phone.phase !== 'joining' && !still && root.querySelector('main.join, main.damage') !== null;
    watchRelease(phone);
    document.documentElement.dataset.state = phone.phase;
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
      render(html`<div class="glow"></div>${joinScreen(phone.join, actions, joinStatus(phone))}${bubbles(phone.bubbles, actions)}`, root);
      return;
    }
    void fetchInside();
    render(
      html`<div class="glow"></div>
        <div class="room" data-tab=${tab.value}>
          ${top(phone, tab.value, () => {
            sheetOpen.value = true;
          })}
          <main>
            ${panel('song', tab.value, songPanel(phone, actions, seekBar, closing.value))}
            ${panel('queue', tab.value, inside.value?.queue.template(phone, tab.value === 'queue') ?? nothing)}
          </main>
          <footer class="foot">
            ${bubbles(phone.bubbles, actions)} ${statusLine(phone.status)}
            ${tabList(tab.value, (next) => {
              tab.value = next;
            })}
          </footer>
        </div>
        ${inside.value?.sheet(phone, actions, sheetOpen.value, closeSheet) ?? nothing}`,
      root,
    );
    // The form that had the focus is gone: who reads with the ears goes on at the song.
    if (came) document.getElementById('panel-song')?.focus({ preventScroll: true });
    const dialog = root.querySelector<HTMLDialogElement>(':scope > dialog');
    if (dialog && dialog.open !== sheetOpen.value) sheetOpen.value ? dialog.showModal() : dialog.close();
    seekBar.update((phone.phase === 'playing' || phone.phase === 'silent') && tab.value === 'song');
  });

  return () => {
    stop();
    scope.end();
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

function panel(id: Tab, open: Tab, body: unknown): TemplateResult {
  return html`<section role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" tabindex="-1" ?hidden=${id !== open}>${body}</section>`;
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
