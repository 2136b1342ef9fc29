import { effect, signal } from '@preact/signals-core';
import type { Player } from '../player/player';
import type { State } from './state';

/** The module script that a page names. */
const scriptOf = (html: string) => /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];

const isTyping = () => document.activeElement?.matches('input:not([type=range])') ?? false;

/**
 * A page that lives through an update of the server is older than it. Whenever the stream is back after a break, it looks whether the
 * server's page is another; if so, it reloads itself once that costs nobody anything: not while it sounds, may come back by itself, or is
 * waited for.
 */
export function watchVersion(state: State, player: Pick<Player, 'sounding'>): void {
  const own = document.querySelector('script[type=module]')?.getAttribute('src');
  const isOld = signal(false);
  let broke = false;

  async function look() {
    try {
      const answer = await fetch('/', { cache: 'no-store' });
      const theirs = scriptOf(await answer.text());
      if (theirs && theirs !== own) isOld.value = true;
    } catch {
      // The next time that the stream comes back will do.
    }
  }

  function reloadIfQuiet() {
    const session = state.session.value;
    const isQuiet = session && !session.barrier && state.muted.value === null && !player.sounding();
    if (isOld.value && isQuiet && (document.hidden || !isTyping())) location.reload();
  }

  effect(() => {
    if (!state.session.value) return;
    if (state.online.value && broke) void look();
    broke = !state.online.value;
  });
  effect(reloadIfQuiet);
  for (const event of ['visibilitychange', 'focusout']) document.addEventListener(event, reloadIfQuiet);
}
