import { html, nothing, type TemplateResult } from 'lit-html';
import { mainSession } from '../protocol/messages';
import { icons } from '../ui/icons';
import { languageSetting } from '../ui/languageSetting';
import { hostWords } from '../words/host';
import { type ChoiceActions, type ChoiceView, choiceList, row } from './choiceList';
import type { HostScreen } from './hostScreen';
import { filesList } from './music';
import { type PhonesActions, type PhonesView, phonesList } from './phones';
import { roomName } from './sessionsDialog';

export type RoomTab = 'phones' | 'music' | 'files';

export interface RoomView extends PhonesView, ChoiceView {
  open: boolean;
  tab: RoomTab;
  /** All songs sound equally loud. */
  evenLoudness: boolean;
  /** Why the last wish was refused, in words. */
  problem: string | null;
}

export interface RoomActions extends PhonesActions, ChoiceActions {
  /** Opens the dialog, or shuts it. */
  showRoom(tab: RoomTab | null): void;
  setEvenLoudness(even: boolean): void;
  rescan(): void;
}

/** The room that the screen shows, over it: who is in it and whose it is, what plays in it, and how the music was read. */
export function roomDialog(screen: HostScreen, actions: RoomActions): TemplateResult {
  const { room } = screen;
  const close = () => actions.showRoom(null);
  const onBackdrop = (event: MouseEvent) => event.target === event.currentTarget && close();
  if (!room.open) return html`<dialog class="rooms room" aria-labelledby="room-title" @close=${close} @click=${onBackdrop}></dialog>`;
  return html`<dialog class="rooms room" aria-labelledby="room-title" @close=${close} @click=${onBackdrop}>
    <div class="inside">
      <header>
        <h2 id="room-title" tabindex="-1" autofocus><bdi>${roomName(screen.sessions.shown || mainSession)}</bdi></h2>
        <button class="round" type="button" aria-label=${hostWords().closeRoomSettings} @click=${close}>${icons.close}</button>
      </header>
      <div class="switch" role="tablist" aria-label=${hostWords().aboutRoom}>
        ${Object.entries(hostWords().tabs).map(
          ([
            tab,
            name,
          ]) => html`<button type="button" role="tab" id="tab-${tab}" aria-selected=${tab === room.tab} aria-controls="room-panel"
            @click=${() => actions.showRoom(tab as RoomTab)}>${name}</button>`,
        )}
      </div>
      <div class="panel" role="tabpanel" id="room-panel" tabindex="0" aria-labelledby="tab-${room.tab}">
        ${panel(screen, actions)}
      </div>
      <p class="problem" role="alert">${room.problem ?? nothing}</p>
    </div>
  </dialog>`;
}

function panel(screen: HostScreen, actions: RoomActions): TemplateResult {
  const { room, people, info, librarySize, scan, unreadable } = screen;
  if (room.tab === 'phones') return html`${phonesList(room, people, info?.code ?? null, actions)} ${languageSetting(hostWords())}`;
  if (room.tab === 'files') return filesList(librarySize, scan, unreadable, actions.rescan);
  const { evenLoudness } = room;
  return html`<ul class="groups">
      ${row(hostWords().evenLoudness, hostWords().fromNextSong, evenLoudness, () => actions.setEvenLoudness(!evenLoudness))}
    </ul>
    <p class="by">${inRoom(screen)} ${hostWords().chooseMany}</p>
    ${choiceList(room, librarySize, actions)}`;
}

function inRoom({ room: { music }, queueSize }: HostScreen): string {
  if (!music || music.play === 'everything') return hostWords().everythingPlays;
  if (queueSize === 0) return hostWords().nothingOfChosen;
  return hostWords().playHere(queueSize);
}
