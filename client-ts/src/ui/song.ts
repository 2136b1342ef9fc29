import { html, nothing, type TemplateResult } from 'lit-html';
import { words } from '../words/phone';
import { cover } from './cover';
import { filled } from './filled';
import { icons } from './icons';
import { arcsFor, coloursOf, face, membersOf, nameList, stateWords } from './people';
import { type RingMember, ring } from './ring';
import type { SeekBar } from './seekBar';
import { clockTime } from './time';
import type { Actions, PersonView, PhoneView, TrackView } from './view';

const mostNames = 6;

/** The tab "Current Song". `closing`: the arcs that close right now, just after a release; none otherwise. */
export function songPanel(
  phone: PhoneView,
  track: TrackView,
  actions: Actions,
  seekBar: SeekBar,
  closing: readonly RingMember[],
): TemplateResult {
  const { barrier } = phone;
  const late = phone.phase === 'silent' && !barrier && phone.silent === null;
  return html`<div class="song ${barrier || late ? 'more-to-say' : ''} ${late ? 'is-late' : ''}">
    ${stage(phone, track, closing)}
    <div class="about">
      <div class="words">
        <h1 class="title" dir="auto">${track.title}</h1>
        <p class="by" dir="auto">${barrier ? startWords(barrier) : track.artist || ' '}</p>
      </div>
      ${barrier ? waitingFor(phone, actions) : nothing} ${late ? lateBanner(phone, actions, seekBar) : nothing} ${seekBar.template(track, phone.guest)}
      ${transport(phone, actions)}
    </div>
  </div>`;
}

function stage(phone: PhoneView, track: TrackView, closing: readonly RingMember[]): TemplateResult {
  const round = phone.barrier !== null;
  const arcs = round ? arcsFor(phone.people) : closing;
  return html`<div class="stage">
    <div class="frame ${round ? 'gathering' : ''} ${phone.phase === 'paused' ? 'paused' : ''} ${closing.length > 0 ? 'closing' : ''}">
      ${cover(track, 'art square')} ${round || arcs.length > 0 ? html`${cover(track, 'art disc')} ${ring(arcs)}` : nothing}
    </div>
  </div>`;
}

/** When a pending barrier lets go, as far as one can tell. */
export function startWords({ type, etaSec }: Pick<NonNullable<PhoneView['barrier']>, 'type' | 'etaSec'>): string {
  if (etaSec === null) return words().whenReady[type];
  if (etaSec < 1) return words().inAMoment[type];
  return words().inAbout[type].replace('#', etaSec < 90 ? `${Math.ceil(etaSec)} s` : clockTime(etaSec));
}

function waitingFor(phone: PhoneView, actions: Actions): TemplateResult {
  const members = membersOf(phone.people);
  const missing = members.filter(({ state }) => state === 'downloading');
  // In a crowd only those who are waited for are named; the others are counted.
  const crowd = members.length > mostNames;
  const named = crowd ? missing.slice(0, mostNames - 1) : members;
  const unnamed = missing.length - named.length;
  const ready = members.length - missing.length;
  const colour = coloursOf(phone.people);
  const count = (tone: string, text: string) => html`<li><i class="dot ${tone}"></i><span class="name">${text}</span></li>`;
  const row = (person: PersonView) => html`<li>
    ${face(person, colour.get(person.clientId))}<span class="name" dir="auto">${person.isMe ? words().you : person.name}</span
    ><span class="state">${stateWords(person)}</span>
  </li>`;
  return html`<ul class="who ${crowd ? 'crowd' : ''}" aria-label=${words().waitedFor}>
      ${named.map(row)}
      ${crowd && unnamed > 0 ? count('wait', words().more(unnamed)) : nothing} ${crowd && ready > 0 ? count('ok', words().ready(ready)) : nothing}
    </ul>
    ${offers(phone.barrier, missing, actions)}`;
}

/** What can be done about a long wait. */
function offers(barrier: PhoneView['barrier'], missing: readonly PersonView[], actions: Actions): unknown {
  if (!barrier?.canStartNow && !barrier?.everyoneHas) return nothing;
  return html`<div class="offers">
    ${barrier.canStartNow ? startNow(missing, actions) : nothing} ${barrier.everyoneHas ? playInstead(barrier.everyoneHas, actions) : nothing}
  </div>`;
}

/** A button with a name, and below it what it does; ears are told that after the name. */
function explained(name: string, what: string, run: () => void, shown: unknown = what): TemplateResult {
  return html`<button class="go" type="button" aria-description=${what} @click=${run}>
    <span>${name}<small aria-hidden="true">${shown}</small></span>
  </button>`;
}

const playInstead = ({ trackId, title }: TrackView, actions: Actions) =>
  explained(words().playInstead, words().plays(title), () => actions.playInstead(trackId), html`<bdi>${title}</bdi>`);
const bringIn = (actions: Actions) => explained(words().bringIn, words().interruptsAll, actions.bringEveryoneIn);

function startNow(missing: readonly PersonView[], actions: Actions): TemplateResult {
  const without = missing.length > 0 ? words().leavesBehind(nameList(missing)) : '';
  return html`<button class="go" type="button" aria-description=${without} @click=${actions.startNow}>
    <span>${words().startNow}${missing.length > 0 ? html`<span aria-hidden="true"> ${filled(words().without, html`<bdi>${nameList(missing)}</bdi>`)}</span>` : nothing}</span>
  </button>`;
}

function lateBanner({ guest, track, cannotPlay }: PhoneView, actions: Actions, seekBar: SeekBar): TemplateResult {
  return html`<div class="missed">
    <p class="joins">${track?.durationSec ? filled(words().youJoinIn, seekBar.countdown()) : words().youJoinNext}</p>
    ${guest || cannotPlay ? nothing : bringIn(actions)}
  </div>`;
}

/** Previous, Play or Pause, Next. In a room that belongs to its hosts a guest has none of them. */
export function transport(phone: PhoneView, actions: Actions): TemplateResult {
  const empty = phone.track === null;
  const paused = phone.phase === 'paused';
  const button = (look: 'big' | 'sm', name: string, picture: TemplateResult, run: () => void) =>
    html`<button class=${look} type="button" aria-label=${name} title=${name} ?disabled=${empty} @click=${run}>${picture}</button>`;
  const isSilent = phone.silent && (!paused || phone.silent === 'blocked');
  const listen = isSilent
    ? html`<button class="cta" type="button" @click=${actions.listen}>${icons.ear}${words().listen}</button>`
    : nothing;
  if (phone.guest) return html`${listen}<p class="hosted">${words().hosted}</p>`;
  // Who has sat this song out would sit it out again.
  const isMissed = phone.phase === 'playing' && phone.people.some(({ state, reason }) => state === 'late' && !reason);
  return html`${isMissed ? bringIn(actions) : nothing} ${listen}
    <div class="ctl">
      ${button('sm', words().previous, icons.previous, actions.previous)}
      ${paused ? button('big', words().play, icons.play, actions.play) : button('big', words().pause, icons.pause, actions.pause)}
      ${button('sm', words().next, icons.next, actions.next)}
    </div>`;
}
