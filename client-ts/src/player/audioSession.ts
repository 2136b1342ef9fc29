/** WebKit's part of the Audio Session API, https://www.w3.org/TR/audio-session/ */
interface AudioSession extends EventTarget {
  type: string;
  readonly state: 'inactive' | 'active' | 'interrupted';
}

const audioSession = () => (globalThis.navigator as (Navigator & { audioSession?: AudioSession }) | undefined)?.audioSession;

/** Else the silent switch of an iPhone mutes what sounds through the graph. Call it in a tap, before anything plays. */
export function claimPlayback(): void {
  const session = audioSession();
  if (session) session.type = 'playback';
}

/** @param givenBack the phone had taken the sound, for a call, and gives it back */
export function watchInterruptions(givenBack: () => void): void {
  const session = audioSession();
  let taken = false;
  session?.addEventListener('statechange', () => {
    if (taken && session.state === 'active') givenBack();
    // Between the two it may be inactive for a while.
    taken = session.state === 'interrupted' || (taken && session.state === 'inactive');
  });
}
