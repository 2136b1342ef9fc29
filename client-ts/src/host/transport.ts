import { html, type TemplateResult } from 'lit-html';
import type { CommandAnswer } from '../protocol/messages';
import { icons } from '../ui/icons';
import { hostWords } from '../words/host';
import { words } from '../words/phone';
import { ask, tell } from './server';
import { shown } from './sessions';

/** What the big screen itself can ask of the room. */
export type HostCommand = 'play' | 'pause' | 'next' | 'previous' | 'start-now';

/** Previous, Play or Pause, Next. */
export function transport(isPaused: boolean, isEmpty: boolean, command: (name: HostCommand) => void): TemplateResult {
  const button = (look: 'main' | 'side', name: HostCommand & keyof typeof icons & keyof ReturnType<typeof words>, key: string) =>
    html`<button class=${look} type="button" aria-label=${words()[name]} title=${words()[name]} aria-keyshortcuts=${key}
      ?disabled=${isEmpty} @click=${() => command(name)}>${icons[name]}</button>`;
  return html`<div class="transport" role="group" aria-label=${hostWords().playback}>
    ${button('side', 'previous', 'P')} ${button('main', isPaused ? 'play' : 'pause', 'Space')} ${button('side', 'next', 'N')}
  </div>`;
}

/** What a key asks for; null: nothing. Arrows are left alone, because a television's remote control moves the focus with them. */
export function commandOf({ key, repeat, ctrlKey, altKey, metaKey, target }: KeyboardEvent, isPaused: boolean): HostCommand | null {
  const isTaken = (target as Element | null)?.matches('dialog, dialog *, input, select, button, a');
  if (repeat || ctrlKey || altKey || metaKey || (isTaken && !key.startsWith('Media'))) return null;
  const toggle = isPaused ? 'play' : 'pause';
  const keys: Record<string, HostCommand> = {
    ' ': toggle,
    n: 'next',
    p: 'previous',
    MediaPlayPause: toggle,
    MediaPlay: 'play',
    MediaPause: 'pause',
    MediaTrackNext: 'next',
    MediaTrackPrevious: 'previous',
  };
  return keys[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/**
 * Sends commands against the session as this screen knows it; one at a time, because a second press would be stale by the first.
 * @param eventCount as the stream has told; undefined: nothing is known yet
 */
export function createCommands(eventCount: () => number | undefined): (name: HostCommand) => Promise<void> {
  let answered = 0;
  let sending = false;
  return async (name) => {
    const known = eventCount();
    if (sending || known === undefined) return;
    sending = true;
    const came = await ask<CommandAnswer>(`/host/${name}`, { session: shown }, { 'If-Match-Event': String(Math.max(known, answered)) });
    sending = false;
    answered = came.ok ? came.value.eventCount : 0;
    if (!came.ok) tell(came.type === 'stale-event-count' ? hostWords().faster : (came.problem ?? hostWords().unreachable));
  };
}
