const byType: Record<string, string> = {
  'wrong-code': 'That is not the code on the host screen. It is new each time the server starts.',
  'pairing-closed': 'The room takes no more phones. The host screen can open it again.',
  'bad-name': 'A name has at most 40 characters, all on one line and all visible.',
  'too-many-guesses': 'Too much was tried from here in a short time. Try again later.',
  'empty-queue': 'The library is empty, or what the host chose of it.',
  'already-current': 'This track is the current one.',
  'already-coming': 'This track is wished already, or was moved to the front.',
  'not-your-wish': 'This phone has not wished this track.',
  'nothing-to-undo': 'This phone did not change the queue last.',
  'hosts-only': 'In this room only hosts do that. Guests may wish tracks.',
  'no-barrier': 'No start is pending.',
  'nobody-ready': 'Nobody can sound the track yet.',
  'unknown-track': 'The queue has no such track.',
  'not-stored': 'The server’s disk did not take it, so nothing was changed. Try again.',
  'storage-uncertain':
    'The server’s disk failed while it took it, so nobody knows whether it was stored. Nothing changes until the disk is well again.',
  'state-corrupt': 'The server’s state cannot be read; its log says which file and what to do.',
  'host-only': 'Only the host screen may do this. Open the address with the key that the server printed when it started.',
  'unknown-host': 'This server does not go by that name. Add it to AllowedHostNames, or set PublicUrl.',
  'unknown-session': 'No room of this name is open.',
  'bad-session-name': 'A room’s name has 1 to 40 characters, all on one line and all visible.',
  'session-name-taken': 'A room of this name is open already.',
  'too-many-sessions': 'As many rooms are open as there may be. Close one first.',
  'main-stays': 'The main room is always there and cannot be closed.',
  'unknown-client': 'No phone of this room has this id.',
  'unknown-music': 'The library has not all of what was chosen.',
  'not-scanned': 'The music folder cannot be read. The server’s log says why.',
};

/** What the server refuses. */
export const refusals = {
  /** By the problem's `type`. */
  byType,
  tooManyGuesses: (sec: number) => `Too much was tried from here in a short time. Try again in ${sec} seconds.`,
  other: 'The server cannot do this just now. Try again soon.',
};

export type RefusalWords = typeof refusals;
