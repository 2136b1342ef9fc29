import { html, nothing, type TemplateResult } from 'lit-html';
import { words } from '../words/phone';
import { cover } from './cover';
import { filled } from './filled';
import { icons } from './icons';
import { membersOf, nameList, stateTone, stateWords } from './people';
import { ring } from './ring';
import type { SeekBar } from './seekBar';
import { clockTime } from './time';
import type { Actions, PersonView, PhoneView, TrackView } from './view';

const mostNames = 6;

/** The tab "Current Song". `closing`: how many arcs close right now, just after a release; 0 otherwise. */
export function songPanel(phone: PhoneView, actions: Actions, seekBar: SeekBar, closing: number): TemplateResult {
  const { track } = phone;
  if (!track) return emptyLibrary(phone, actions);
  const { barrier } = phone;
  const late = phone.phase === 'silent' && !barrier && phone.silent === null;
  return html`<div class="song ${barrier || late ? 'more-to-say' : ''}">
    ${stage(phone, track, closing)}
    <div class="about">
      <div class="words">
        <h1 class="title" dir="auto">${track.title}</h1>
        <p class="by" dir="auto">${barrier ? startWords(barrier) : track.artist || ' '}</p>
      </div>
      ${barrier ? waitingFor(phone, actions) : nothing} ${late ? lateBanner(phone, actions) : nothing} ${seekBar.template(track, phone.guest)}
      ${transport(phone, actions)}
    </div>
  </div>`;
}

function stage(phone: PhoneView, track: TrackView, closing: number): TemplateResult {
  const members = membersOf(phone.people).map((person) => ({
    percent: person.state === 'ready' ? 100 : person.percent,
    tone: person.state === 'ready' ? ('ok' as const) : ('wait' as const),
  }));
  const round = phone.barrier !== null;
  const full = Array.from({ length: closing }, () => ({ percent: 100, tone: 'ok' as const }));
  return html`<div class="stage">
    <div class="frame ${round ? 'gathering' : ''} ${closing ? 'closing' : ''}">
      ${cover(track, 'art square')} ${round || closing ? html`${cover(track, 'art disc')} ${ring(round ? members : full)}` : nothing}
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
  const count = (tone: string, text: string) => html`<li><i class="dot ${tone}"></i><span class="name">${text}</span></li>`;
  const row = (person: PersonView) => html`<li>
    <i class="dot ${stateTone(person)}"></i><span class="name" dir="auto">${person.isMe ? words().you : person.name}</span
    ><span class="state">${stateWords(person)}</span>
  </li>`;
  return html`<ul class="who" aria-label=${words().waitedFor}>
      ${named.map(row)}
      ${crowd && unnamed > 0 ? count('wait', words().more(unnamed)) : nothing} ${crowd && ready > 0 ? count('ok', words().ready(ready)) : nothing}
    </ul>
    ${phone.barrier?.canStartNow ? startNow(missing, actions) : nothing}`;
}

function startNow(missing: readonly PersonView[], actions: Actions): TemplateResult {
  const without = missing.length > 0 ? words().leavesBehind(nameList(missing)) : '';
  return html`<button class="go" type="button" aria-description=${without} @click=${actions.startNow}>
    <span>${words().startNow}${missing.length > 0 ? html`<span aria-hidden="true"> ${filled(words().without, html`<bdi>${nameList(missing)}</bdi>`)}</span>` : nothing}</span>
  </button>`;
}

function lateBanner({ guest }: PhoneView, actions: Actions): TemplateResult {
  return html`<div class="missed">
    <p><strong>${words().youJoinNext}</strong>${guest ? nothing : ` ${words().orTogether}`}</p>
    ${guest ? nothing : html`<button class="cta" type="button" @click=${actions.bringEveryoneIn}>${icons.gather}${words().bringIn}</button>`}
  </div>`;
}

/** Previous, Play or Pause, Next. In a room that belongs to its hosts a guest has none of them. */
function transport(phone: PhoneView, actions: Actions): TemplateResult {
  const empty = phone.track === null;
  const paused = phone.phase === 'paused';
  const button = (look: 'big' | 'sm', name: string, picture: TemplateResult, run: () => void) =>
    html`<button class=${look} type="button" aria-label=${name} title=${name} ?disabled=${empty} @click=${run}>${picture}</button>`;
  const pause = (look: 'big' | 'sm') => button(look, words().pause, icons.pause, actions.pause);
  const listen = html`<button class="big listen" type="button" @click=${actions.listen}>${icons.ear}${words().listen}</button>`;
  const isSilent = phone.silent && (!paused || phone.silent === 'blocked');
  if (phone.guest)
    return html`${isSilent ? html`<div class="ctl alone">${listen}</div>` : nothing}
      <p class="hosted">${words().hosted}</p>`;
  const next = button('sm', words().next, icons.next, actions.next);
  if (isSilent) return html`<div class="ctl">${paused ? html`<span class="sm none"></span>` : pause('sm')} ${listen} ${next}</div>`;
  const isMissed = phone.phase === 'playing' && phone.people.some(({ state }) => state === 'late');
  return html`${isMissed ? html`<button class="go" type="button" @click=${actions.bringEveryoneIn}>${words().bringIn}</button>` : nothing}
    <div class="ctl">
      ${button('sm', words().previous, icons.previous, actions.previous)}
      ${paused ? button('big', words().play, icons.play, actions.play) : pause('big')} ${next}
    </div>`;
}

function emptyLibrary(phone: PhoneView, actions: Actions): TemplateResult {
  return html`<div class="song empty">
    <div class="stage"><div class="frame gathering"><div class="art disc nothing">${icons.note}</div>${ring([])}</div></div>
    <div class="about">
      <div class="words">
        <h1 class="title">${words().noMusic}</h1>
        <p class="by">${words().putSongs}</p>
      </div>
      <button class="go" type="button" @click=${actions.refresh}>${words().lookAgain}</button>
      ${transport(phone, actions)}
    </div>
  </div>`;
}
