import { html, nothing, type TemplateResult } from 'lit-html';
import { insideWords } from '../../words/inside';
import { cover } from '../cover';
import { filled } from '../filled';
import { clockTime } from '../time';
import type { PhoneView, SongView } from '../view';
import type { Orders } from './orders';
import { queueIcons as icons } from './queueIcons';
import { rowPx } from './rowWindow';
import type { Swipes } from './swipe';

/** How a song came to where it stands. */
export type Mark = 'now' | 'next' | 'wish' | 'moved' | null;

/** What a row shows besides its song. */
export interface RowFacts {
  /** Where it stands in the list that is shown, and how long that is. */
  place: number;
  places: number;
  mark: Mark;
  /** Who wished it. */
  wisher: { name: string; isMe: boolean } | null;
  /** Seconds until it plays; null: not known, or too far away to say. */
  inSec: number | null;
  isPutAside: boolean;
  /** On how many phones it lies; null: nothing worth telling. */
  copies: { on: number; phones: number } | null;
}

export interface RowHandlers {
  orders: Orders;
  openMenu(trackId: string): void;
  /** The button "More" is the handle by which a row is dragged. */
  onHandle(event: PointerEvent, trackId: string): void;
  onHandleKey(event: KeyboardEvent, trackId: string): void;
  /** A finger comes down on a row; null: nothing is to be done to the left, to the right, or by holding it down. */
  onFinger(event: PointerEvent, swipes: Swipes, hold: (() => void) | null): void;
}

/** `12 min`, about. */
export function waitWords(inSec: number): string {
  const minutes = Math.max(1, Math.round(inSec / 60));
  return minutes < 60 ? insideWords().minutes(minutes) : insideWords().hours(Math.round(minutes / 60));
}

export function songRow(song: SongView, facts: RowFacts, { guest }: PhoneView, handlers: RowHandlers): TemplateResult {
  const { place, places, mark, isPutAside } = facts;
  const swipes = swipesOf(song, facts, guest, handlers.orders);
  const hold = guest || mark === 'now' || isPutAside ? null : () => handlers.openMenu(song.trackId);
  const time = song.durationSec === null ? '' : clockTime(song.durationSec);
  return html`<li class="row ${mark ?? ''}" .style=${`top:${place * rowPx}px`} data-track=${song.trackId} aria-posinset=${place + 1}
    aria-setsize=${places} aria-current=${mark === 'now' ? 'true' : nothing}
    @pointerdown=${(event: PointerEvent) => handlers.onFinger(event, swipes, hold)}>
    ${cover(song, 'thumb')}
    <div class="what">
      <p id="song-${song.trackId}" dir="auto">${song.title}</p>
      <small>
        <bdi class="artist">${song.artist}</bdi><span class="time">${song.artist && time ? ' · ' : ''}${time}</span>
        ${have(song, facts)}
      </small>
      ${markLine(facts)}
    </div>
    <div class="ends">${rowEnd(song, facts, guest, handlers)}</div>
  </li>`;
}

/** Where its bytes are: on this phone, and on how many of them all. */
function have({ onThisPhone }: SongView, { copies }: RowFacts): unknown {
  if (!copies)
    return onThisPhone
      ? html`<span class="have" title=${insideWords().onThisPhone}>${icons.stored}<span>${insideWords().onThisPhone}</span></span>`
      : nothing;
  const { on, phones } = copies;
  const all = insideWords().onPhones(on, phones);
  return html`<span class="have ${on === phones ? 'all' : ''}" title=${all}>${onThisPhone ? icons.stored : nothing}<b aria-hidden="true">${on}/${phones}</b
    ><span>${all}</span></span>`;
}

/** What a swipe does with a song: to the left it goes, to the right it comes. */
function swipesOf(song: SongView, { mark, wisher, isPutAside }: RowFacts, guest: boolean, orders: Orders): Swipes {
  const { nextUp, wish, unwish, bringBack, notTonight } = insideWords();
  const none = { left: null, right: null };
  if (mark === 'now' || (guest && isPutAside)) return none;
  if (isPutAside) return { ...none, right: { hint: bringBack, run: () => orders.bringBack(song) } };
  if (guest)
    return {
      left: wisher?.isMe ? { hint: unwish, run: () => orders.unwish(song) } : null,
      right: mark === null ? { hint: wish, run: () => orders.wish(song) } : null,
    };
  return {
    left: { hint: notTonight, run: () => orders.notTonight(song) },
    right: mark === 'next' ? null : { hint: nextUp, run: () => orders.nudge(song) },
  };
}

function markLine({ mark, wisher, inSec }: RowFacts): TemplateResult | typeof nothing {
  const wished =
    wisher &&
    html`<b>${icons.heart}${wisher.isMe ? insideWords().youWishedIt : filled(insideWords().wished, html`<bdi>${wisher.name}</bdi>`)}</b>`;
  const how =
    wished ||
    (mark === 'next'
      ? html`<b>${insideWords().nextUp}</b>`
      : mark === 'moved'
        ? html`<b>${icons.up}${insideWords().movedUp}</b>`
        : nothing);
  const isTold = inSec !== null && mark !== 'now';
  if (how === nothing && !isTold) return nothing;
  const wait = isTold
    ? html`<span class="wait">${how === nothing ? '' : ' · '}${filled(insideWords().playsIn, html`<i>${insideWords().about}</i>${waitWords(inSec)}`)}</span>`
    : nothing;
  return html`<small class="mark">${how}${wait}</small>`;
}

function rowEnd(song: SongView, { mark, wisher, isPutAside }: RowFacts, guest: boolean, handlers: RowHandlers): unknown {
  const { orders } = handlers;
  const button = (name: string, picture: TemplateResult, run: () => void) =>
    html`<button class="round" type="button" aria-label=${name} title=${name} aria-describedby="song-${song.trackId}" @click=${run}>
      ${picture}
    </button>`;
  if (isPutAside) return guest ? nothing : button(insideWords().bringBack, icons.back, () => orders.bringBack(song));
  if (mark === 'now') return html`<span class="playing" title=${insideWords().now}>${icons.bars}</span>`;
  if (guest) {
    if (wisher?.isMe) return button(insideWords().unwish, icons.close, () => orders.unwish(song));
    return wisher || mark === 'moved' || mark === 'next' ? nothing : button(insideWords().wish, icons.heart, () => orders.wish(song));
  }
  return html`${mark === 'next' ? nothing : button(insideWords().nudge, icons.up, () => orders.nudge(song))}
    <button class="round handle" type="button" aria-label=${insideWords().more} title=${insideWords().moreOrDrag} aria-haspopup="dialog"
      aria-describedby="song-${song.trackId}" aria-keyshortcuts="ArrowUp ArrowDown" @click=${() => handlers.openMenu(song.trackId)}
      @pointerdown=${(event: PointerEvent) => handlers.onHandle(event, song.trackId)}
      @keydown=${(event: KeyboardEvent) => handlers.onHandleKey(event, song.trackId)}>${icons.more}</button>`;
}
