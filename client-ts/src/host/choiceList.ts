import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { live } from 'lit-html/directives/live.js';
import { filled } from '../ui/filled';
import { hostWords } from '../words/host';
import { words as phoneWords } from '../words/phone';
import { found, gone, type HostMusic, isChosen, type Kind, kinds, type Play } from './choice';
import { count } from './music';

export interface ChoiceView {
  /** Null until the server has told. */
  music: HostMusic | null;
  /** What was chosen when the list came: it stands first, and nothing moves under a finger that ticks. */
  first: Play;
  /** What is searched for. */
  words: string;
}

export interface ChoiceActions {
  search(words: string): void;
  /** Chooses what was not chosen, or leaves it out. */
  toggle(kind: Kind, name: string): void;
  chooseEverything(): void;
}

const mostShown = 60;

/** What plays in the room, to be chosen from all there is. */
export function choiceList({ music, first, words }: ChoiceView, librarySize: number, actions: ChoiceActions): TemplateResult {
  return html`<div class="search">
      <input class="field" type="search" .value=${live(words)} aria-label=${hostWords().find} placeholder=${hostWords().find}
        autocomplete="off" spellcheck="false" enterkeyhint="search"
        @input=${(event: InputEvent) => actions.search((event.currentTarget as HTMLInputElement).value)} />
    </div>
    ${music ? guard([music, words, librarySize, hostWords()], () => chosenAndFound(music, first, words, librarySize, actions)) : html`<p class="by">${hostWords().lookingThrough}</p>`}`;
}

function chosenAndFound(music: HostMusic, first: Play, words: string, size: number, actions: ChoiceActions): TemplateResult {
  const shown = kinds.map((kind) => [kind, found(music, kind, words, first)] as const).filter(([, groups]) => groups.length > 0);
  const always = html`<ul class="groups" aria-label=${hostWords().allMusic}>
      ${row(hostWords().everything, phoneWords().songs(size), music.play === 'everything', actions.chooseEverything)}
      ${gone(music).map(({ kind, name }) => row(name, hostWords().notThere, true, () => actions.toggle(kind, name)))}
    </ul>`;
  return html`${words.trim() ? nothing : always}
    ${shown.map(
      ([kind, groups]) => html`<h3 id="kind-${kind}">${hostWords().kinds[kind]} <span class="state">${count(groups.length)}</span></h3>
        <ul class="groups" aria-labelledby="kind-${kind}">
          ${groups
            .slice(0, mostShown)
            .map(({ name, tracks }) =>
              row(name, phoneWords().songs(tracks), isChosen(music.play, kind, name), () => actions.toggle(kind, name)),
            )}
        </ul>
        ${groups.length > mostShown ? html`<p class="by">${hostWords().searchMore(groups.length - mostShown)}</p>` : nothing}`,
    )}
    ${words.trim() && shown.length === 0 ? html`<p class="by">${filled(hostWords().notFound, html`<bdi>${words.trim()}</bdi>`)}</p>` : nothing}`;
}

export function row(name: string, what: string, isOn: boolean, change: () => void): TemplateResult {
  return html`<li>
    <label>
      <input type="checkbox" .checked=${live(isOn)} @change=${change} />
      <span class="name"><bdi>${name}</bdi></span><span class="state">${what}</span>
    </label>
  </li>`;
}
