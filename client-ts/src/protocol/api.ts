import type { AnsweredSnapshot, CommandAnswer, PairAnswer, Problem, SessionFacts, SilenceReason, Snapshot, Track } from './messages';
import { traceOf } from './trace';

/** What came of a request, as a value: nothing here throws. */
export type Answer<T> =
  | { kind: 'ok'; value: T }
  /** 409: somebody was faster. `snapshot` is how things stand now. */
  | { kind: 'stale'; snapshot: AnsweredSnapshot }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'unauthorized'; problem: Problem }
  /** 500 `state-corrupt`: the server cannot read the session's stored state. Tokens stay valid. */
  | { kind: 'corrupt' }
  /** No answer at all: no network, no server, or nothing within 10 s. */
  | { kind: 'offline' };

/** Every command and its body. Positions in seconds. */
export interface Commands {
  /** Without a position, from a phone that does not sound: the server knows where the song stands. */
  play: { positionSec?: number };
  pause: { positionSec?: number };
  seek: { positionSec: number };
  /** `ended`: this phone has heard the song to its end. */
  next: { ended?: true };
  previous: Record<string, never>;
  nudge: { trackId: string };
  wish: { trackId: string };
  unwish: { trackId: string };
  move: { trackId: string; afterTrackId: string };
  'not-tonight': { trackId: string };
  'bring-back': { trackId: string };
  shuffle: Record<string, never>;
  /** Takes back this phone's own last change of the order, if nobody has intended anything since. */
  undo: Record<string, never>;
  'ack-download': { trackId: string };
  'sit-out': { trackId: string; reason?: SilenceReason };
  'start-now': Record<string, never>;
}

/** The commands that change nothing but the order of the queue, and can be undone. */
export type OrderCommand = 'nudge' | 'wish' | 'unwish' | 'move' | 'not-tonight' | 'bring-back' | 'shuffle';

const answerWithinMs = 10_000;
/** More of an index than that is not parsed on the page. */
const onPageBytes = 200_000;

/** Changes the session, if it still stands at `eventCount`. */
export async function send<Name extends keyof Commands>(
  name: Name,
  body: Commands[Name],
  eventCount: number,
): Promise<Answer<CommandAnswer>> {
  const trace = traceOf(name, eventCount);
  const headers = { ...command, 'If-Match-Event': String(eventCount), traceparent: trace.traceparent };
  const came = await request<CommandAnswer>(`/${name}`, { ...post(body), headers });
  trace.settled(came.kind === 'ok' ? came.value.eventCount : undefined);
  return came;
}

/** Pairs this phone; the token comes as a cookie that the page never sees. */
export function pair(code: string, clientName: string): Promise<Answer<PairAnswer>> {
  return request('/pair', post({ code, clientName }));
}

/** Takes this phone out of the room at once. */
export const leave = (): Promise<Answer<unknown>> => request('/leave', { ...post({}), keepalive: true });
/** This phone sounds again, from the anchor of this event; it was a member of the last release. */
export const rejoin = (anchorEvent: number): Promise<Answer<CommandAnswer>> =>
  request('/rejoin', { ...post({ anchorEvent }), headers: command });
/** No barrier waits for this phone until it says something. As a beacon, because the page may stop at any moment. */
export const fallAsleep = (reason: SilenceReason | null): boolean =>
  navigator.sendBeacon('/asleep', new Blob([JSON.stringify({ reason })], { type: json['Content-Type'] }));
/** What its person wants to be called. */
export const rename = (name: string): Promise<Answer<unknown>> => request('/rename', { ...post({ name }), headers: command });
/** What this phone measured of its own sound; it changes nothing. */
export const reportInStep = (report: { errorMs: number; zeroMovedMs: number; beats: number }): Promise<Answer<unknown>> =>
  request('/in-step', post(report));
/** Which tracks lie on this phone. */
export const tellCopies = (trackIds: string[]): Promise<Answer<unknown>> => request('/copies', post({ trackIds }));
/** The index; `take` gets it in pieces, one after the other, so that no task of the page takes long. */
export const fetchIndex = (take: (tracks: Track[]) => Promise<void>): Promise<Answer<void>> =>
  request('/index', {}, async ({ body }) => {
    const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      bytes += next.value.length;
      if (bytes < onPageBytes || !('Worker' in globalThis)) continue;
      reader.cancel().catch(() => {});
      return (await import('./largeIndex')).fetchInWorker(take);
    }
    await take(JSON.parse(await new Blob(parts).text()));
  });
export const fetchSession = (): Promise<Answer<SessionFacts>> => request('/session');
export const fetchSnapshot = (): Promise<Answer<Snapshot>> => request('/snapshot');

const json = { 'Content-Type': 'application/json' };
/** The queue comes by the stream. */
const command = { ...json, Prefer: 'return=minimal' };
const post = (body: unknown): RequestInit => ({ method: 'POST', headers: json, body: JSON.stringify(body) });

async function request<T>(
  path: string,
  init: RequestInit = {},
  read: (response: Response) => Promise<T> = (response) => response.json(),
): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), answerWithinMs);
  try {
    const response = await fetch(path, { ...init, cache: 'no-store', signal: abort.signal });
    if (response.ok) return { kind: 'ok', value: response.status === 204 ? (undefined as T) : await read(response) };
    const problem = problemOf(response, await response.json().catch(() => undefined));
    if (response.status === 401) return { kind: 'unauthorized', problem };
    if (response.status === 409 && problem.snapshot) return { kind: 'stale', snapshot: problem.snapshot };
    if (problem.type === 'state-corrupt') return { kind: 'corrupt' };
    return { kind: 'refused', problem };
  } catch {
    return { kind: 'offline' };
  } finally {
    clearTimeout(timer);
  }
}

function problemOf(response: Response, body: unknown): Problem {
  const retryAfterSec = Number(response.headers.get('Retry-After')) || undefined;
  return { type: 'about:blank', status: response.status, retryAfterSec, ...(body as Partial<Problem> | undefined) };
}
