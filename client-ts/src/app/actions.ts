import { type Commands, fetchSnapshot, type OrderCommand, rename, send } from '../protocol/api';
import type { AnsweredSnapshot } from '../protocol/messages';
import { isOnlyReleased, playOrder } from '../session/session';
import type { Actions } from '../ui/view';
import { words } from '../words/phone';
import { comeBack } from './comeBack';
import type { Events } from './events';
import type { Command } from './goBack';
import { learnSession } from './invitation';
import type { Joining } from './joining';
import type { Library } from './library';
import type { Phone } from './phone';
import { refusal } from './refusal';
import type { State } from './state';
import { corruptText } from './status';
import * as storage from './storage';

const starts: ReadonlySet<keyof Commands> = new Set(['play', 'next', 'previous']);
/** For this long after its end, whoever meant that song knows why the session moved on. */
const endedMs = 3000;

/**
 * What a person can do, as commands to the server. What fails is told in a bubble.
 * @param soundingSec where the song is on this phone, in seconds; null where it does not know by its own sound
 */
export function createActions(
  state: State,
  joining: Joining,
  phone: Phone,
  library: Library,
  events: Events,
  soundingSec: () => number | null,
): Actions {
  const tell = state.bubbles.tell;
  let endedAtMs = Number.NEGATIVE_INFINITY;

  const command: Command = async (name, body, at = state.session.value) => {
    if (!at) return null;
    if (!state.online.value && starts.has(name)) await comeBack(state, events);
    const came = await send(name, body, at.eventCount);
    if (came.kind === 'stale' && isOnlyReleased(at, came.snapshot)) {
      // What the person waited for came in the same instant. It takes nothing from what they want, or is just that.
      events.emit.snapshot(came.snapshot, true);
      return name === 'start-now' || name === 'play' ? came.snapshot : command(name, body, came.snapshot);
    }
    switch (came.kind) {
      case 'ok':
        events.emit.snapshot(came.value.snapshot);
        return came.value.snapshot;
      case 'stale':
        tellStale(at);
        events.emit.snapshot(came.snapshot, true);
        return null;
      case 'refused':
        tell('warn', await refusal(came.problem));
        return null;
      case 'unauthorized':
        events.emit.unauthorized();
        return null;
      case 'corrupt':
        tell('warn', corruptText());
        return null;
      case 'offline':
        tell('warn', words().noAnswer);
        return null;
    }
  };

  /** Says who was faster, where that is certain; the song itself, which came to its end, is nobody. */
  function tellStale({ clients }: AnsweredSnapshot) {
    if (performance.now() - endedAtMs < endedMs) return;
    const others = Object.entries(clients).flatMap(([id, { active, name }]) => (active && id !== state.me.value ? name : []));
    const [name = null, ...more] = others;
    tell('warn', words().outOfDate(more.length > 0 ? null : name));
  }

  async function change<Name extends OrderCommand>(name: Name, body: Commands[Name], said: string) {
    if (await command(name, body)) tell('info', said, { label: words().undo, run: () => void command('undo', {}) });
  }

  async function refresh() {
    void library.refresh();
    const came = await fetchSnapshot();
    if (came.kind === 'ok') events.emit.snapshot(came.value, true);
    else if (came.kind === 'unauthorized') events.emit.unauthorized();
    else tell('warn', came.kind === 'corrupt' ? corruptText() : words().noAnswer);
  }

  /** Only a phone in the sound knows where the song is. */
  const here = () => {
    const positionSec = soundingSec();
    return positionSec === null ? {} : { positionSec };
  };
  const play = () => {
    const body = here();
    // Whoever plays wants to hear it.
    state.muted.value = null;
    void command('play', body);
  };
  events.on({
    bringEveryoneIn: play,
    ended() {
      endedAtMs = performance.now();
    },
  });

  return {
    join: joining.join,
    leave: joining.leave,
    askForCode: joining.askForCode,
    useThisPage: joining.useThisPage,
    play,
    bringEveryoneIn: play,
    pause: () => void command('pause', here()),
    seek: (to) => void command('seek', { positionSec: Math.max(0, to) }),
    next: () => void command('next', {}),
    listen: () => void phone.listen(),
    previous: () =>
      void import('./onceInside').then(
        ({ goBack }) => goBack(state, command, soundingSec),
        () => command('previous', {}),
      ),
    change: (name, body, said) => void change(name, body, said),
    async playInstead(trackId) {
      const session = state.session.value;
      if (session && (playOrder(session)[1] === trackId || (await command('nudge', { trackId })))) void command('next', {});
    },
    startNow: () => void command('start-now', {}),
    refresh: () => void refresh(),
    learnCode: () => void learnSession(state),
    async rename(name) {
      const came = await rename(name);
      if (came.kind === 'refused') return refusal(came.problem);
      if (came.kind !== 'ok') return words().noAnswer;
      storage.personName.write(name);
      return null;
    },
    setOutputDelayMs(value) {
      const late = Math.max(0, Math.min(2000, Math.round(value)));
      state.outputDelayMs.value = late;
      storage.outputDelayMs.write(late);
      events.emit.changed();
    },
    setCalibrating(on) {
      state.calibrating.value = on;
    },
    dismissBubble: state.bubbles.dismiss,
  };
}
