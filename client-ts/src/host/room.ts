import { type ReadonlySignal, signal } from '@preact/signals-core';
import { hostWords } from '../words/host';
import { type HostMusic, type Play, toggled } from './choice';
import type { ChoiceView } from './choiceList';
import type { RoomActions, RoomView } from './roomDialog';
import { type Answer, ask, tell } from './server';
import { ofShown, shown } from './sessions';

/** What the dialog of a room knows by itself; the rest of its view comes over the stream. */
export type RoomState = Pick<RoomView, 'open' | 'tab' | 'asked' | 'problem'> & ChoiceView;

export interface Room {
  room: ReadonlySignal<RoomState>;
  actions: Omit<RoomActions, 'rescan'>;
  /** The library has changed. */
  refreshMusic(): Promise<void>;
}

/** The dialog of the shown room and what can be done with it. */
export function createRoom(refreshInfo: () => Promise<void>): Room {
  const room = signal<RoomState>({ open: false, tab: 'phones', asked: null, problem: null, music: null, first: 'everything', words: '' });
  const change = (to: Partial<RoomState>) => {
    room.value = { ...room.value, ...to };
  };
  let choosing: Promise<unknown> = Promise.resolve();
  let choices = 0;

  /** @param shownBy fetches what the screen shows of it */
  async function wish<T>(path: string, body: object, shownBy?: () => Promise<void>): Promise<Answer<T>> {
    const came = await ask<T>(path, { session: shown, ...body });
    if (came.ok) await shownBy?.();
    change({ asked: null, problem: came.ok ? null : (came.problem ?? hostWords().unreachable) });
    return came;
  }

  async function refreshMusic(): Promise<void> {
    if (!room.value.open || room.value.tab !== 'music') return;
    const asked = choices;
    const came = await ask<HostMusic>(ofShown('/host/music'));
    if (asked !== choices) return;
    change(came.ok ? { music: came.value, first: came.value.play } : { problem: came.problem ?? hostWords().unreachable });
  }

  /** Shown at once, and sent in turn: what was ticked last is what holds. */
  function choose(play: Play): void {
    if (!room.value.music) return;
    choices++;
    change({ music: { ...room.value.music, play } });
    choosing = choosing.then(async () => {
      if (!(await wish('/host/music', { play })).ok) await refreshMusic();
    });
  }

  return {
    room,
    refreshMusic,
    actions: {
      showRoom(tab) {
        if (tab === null ? !room.value.open : room.value.open && room.value.tab === tab) return;
        change({ open: tab !== null, tab: tab ?? room.value.tab, asked: null, problem: null, words: '' });
        void refreshMusic();
      },
      setControl: (control) => void wish('/host/control', { control }),
      setEvenLoudness: (even) => void wish('/host/loudness', { even }),
      makeHost: (clientId, host) => void wish('/host/clients/host', { clientId, host }),
      ask: (asked) => change({ asked, problem: null }),
      async renamePhone(clientId, name) {
        const came = await ask('/host/clients/rename', { session: shown, clientId, name });
        // What was refused stays in the field, to be mended.
        change(came.ok ? { asked: null, problem: null } : { problem: came.problem ?? hostWords().unreachable });
      },
      async removePhone(clientId, name) {
        if ((await wish('/host/clients/remove', { clientId })).ok) tell(hostWords().removed(name));
      },
      async renewCode() {
        // The old code is not to be read off the screen any more.
        if ((await wish('/host/code/renew', {}, refreshInfo)).ok) tell(hostWords().renewed);
      },
      search: (words) => change({ words }),
      toggle: (kind, name) => choose(toggled(room.value.music?.play ?? 'everything', kind, name)),
      chooseEverything: () => choose('everything'),
    },
  };
}
