import type { Place } from '../fixtures/anyPhone.ts';

/** A browser does not answer for so long, or is gone: it crashed, or stands still for ever. */
export const patienceMs = 20_000;
export class NoAnswer extends Error {}

/** The few means by which a browser of any engine is used here. */
export interface Driver {
  readonly engine: 'Firefox' | 'WebKitGTK';
  readonly version: string;
  /** Resolves when the page's document is there. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of an expression in the page, which may be a promise; whoever reads is no person who taps. */
  read<T>(expression: string): Promise<T>;
  /** A pointer of the browser's own goes there and presses. */
  tapAt(place: Place): Promise<void>;
  /** Presses the keys of this text, one after the other. */
  type(text: string): Promise<void>;
  /** Puts another tab of its own before the page. */
  hide?(): Promise<void>;
  /** Ends the browser, and removes what it has stored. */
  close(): Promise<void>;
}

/** What a browser is opened with. */
export interface Surroundings {
  /** The port on loopback of the HTTP proxy through which it reaches everything. */
  proxyPort: number;
  /** The environment by which it finds its sound. */
  sound: Record<string, string>;
  /** Functions that are to run in each page, before its own scripts where the engine can do that. */
  scripts: readonly (() => void)[];
}

/** A screen as wide as a phone's, in CSS pixels. */
export const screen = { width: 412, height: 839 };
