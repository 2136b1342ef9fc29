import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { createScope } from '../scope';
import { hostWords } from '../words/host';
import { words } from '../words/phone';
import { ask } from './server';

/** `GET /host/scan`: zeros when no scan is running. */
export interface ScanProgress {
  read: number;
  total: number;
}

/** One of `GET /host/unreadable`. */
export interface UnreadableFile {
  path: string;
  /** A sentence. */
  reason: string;
}

const lookAgainMs = 1000;
const mostShown = 200;

/** How far the running scan is; null when none is running. */
export const scan = signal<ScanProgress | null>(null);

/** What the last scan could not read. */
export const unreadable = signal<readonly UnreadableFile[]>([]);

export async function refreshUnreadable(): Promise<void> {
  const came = await ask<UnreadableFile[]>('/host/unreadable');
  if (came.ok) unreadable.value = came.value;
}

const scope = createScope();

/** Follows a scan, if one is running or `mayBegin`, until it is over. */
export async function watchScan(mayBegin: () => boolean): Promise<void> {
  scope.end();
  const came = await ask<ScanProgress>('/host/scan');
  const isRunning = came.ok && came.value.total > 0;
  scan.value = isRunning ? came.value : null;
  scope.end();
  if (isRunning || mayBegin()) scope.after(lookAgainMs, () => void watchScan(mayBegin));
}

/** `1,200` */
export const count = (number: number) => number.toLocaleString(words().lang);

/** `Reading the music: 1,200 of 5,000` */
export const scanWords = ({ read, total }: ScanProgress): string => hostWords().reading(count(read), count(total));

/** How the reading of the music folder goes or went, and what could not be read. */
export function filesList(size: number, scan: ScanProgress | null, files: readonly UnreadableFile[], rescan: () => void): TemplateResult {
  const rest = files.length - mostShown;
  return html`<div class="reading">
      <p>${scan ? scanWords(scan) : hostWords().libraryHas(words().songs(size))}</p>
      <button class="pill" type="button" @click=${rescan}>${hostWords().rescan}</button>
    </div>
    ${
      files.length === 0
        ? html`<p class="by">${scan ? '' : hostWords().allReadable}</p>`
        : html`<h3 id="unreadable">${hostWords().unreadable(files.length)}</h3>
          <p class="by">${hostWords().mend}</p>
          <ul class="unreadable" aria-labelledby="unreadable">
            ${files
              .slice(0, mostShown)
              .map(({ path, reason }) => html`<li><bdi>${path}</bdi><bdi class="state" lang="en">${reason}</bdi></li>`)}
          </ul>`
    }
    ${rest > 0 ? html`<p class="by">${hostWords().andMore(rest)}</p>` : nothing}`;
}
