/** One command of this phone under a trace id of its own: the header for it, and where to say what came of it. */
export interface Trace {
  /** W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent: string;
  /** @param eventCount the session's after the command; undefined where it was not taken */
  settled(eventCount: number | undefined): void;
}

/** What this phone asked for last. `eventCount` is what that made of the session's, once it is known. */
let asked: { traceparent: string; eventCount?: number } | undefined;

/** Begins a trace, but a phone's word on the start that it asked for itself goes on in the trace of that. */
export function traceOf(command: string, eventCount: number): Trace {
  const isWord = command === 'ack-download' || command === 'sit-out';
  if (isWord && asked && (asked.eventCount ?? eventCount) === eventCount) return { ...asked, settled() {} };
  const mine = { traceparent: `00-${hex(16)}-${hex(8)}-01` };
  if (!isWord) asked = mine;
  return {
    ...mine,
    settled(eventCount) {
      if (asked === mine) asked = eventCount === undefined ? undefined : { ...mine, eventCount };
    },
  };
}

/** Random, by the one way that also a page on a plain-HTTP address has. */
const hex = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
