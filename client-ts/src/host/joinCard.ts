import { html, nothing, type TemplateResult } from 'lit-html';
import { mainSession } from '../protocol/messages';
import { grouped } from '../session/pairingCode';
import { icons } from '../ui/icons';
import { hostWords } from '../words/host';

/** `GET /host/info`: how a phone gets in. */
export interface HostInfo {
  /** The server's best address on the LAN, as a phone opens it. */
  url: string;
  /** The address in the QR code: the best one that answers; null: none does. */
  qrUrl: string | null;
  /** The pairing code, ungrouped. */
  code: string;
  pairing: 'open' | 'closed';
}

/** Where this computer joins as a phone. The code rides in the fragment, which never leaves the browser. */
export const phonePage = (session: string, code: string): string =>
  `/#code=${encodeURIComponent(code)}${session === mainSession ? '' : `&session=${encodeURIComponent(session)}`}`;

const plain = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/$/, '');

/**
 * How to join: with a phone, or with the computer that shows this.
 * @param pictureVersion another one for another picture behind the same address
 */
export function joinCard(info: HostInfo | null, session: string, pictureVersion: number, openPairing: () => void): TemplateResult {
  if (!info) return html`<div class="door"></div>`;
  const where = session === mainSession ? nothing : html`<p class="where" dir="auto">${session}</p>`;
  if (info.pairing === 'closed')
    return html`<div class="door closed">
      ${where}
      <p class="by">${hostWords().pairingClosed}</p>
      <button class="cta" type="button" @click=${openPairing}>${hostWords().reopen}</button>
    </div>`;
  const { url, qrUrl, code } = info;
  return html`<div class="door">
    ${
      qrUrl === null
        ? nothing
        : html`<img class="qr" src="/qr?session=${encodeURIComponent(session)}&v=${pictureVersion}" alt=${hostWords().qr(qrUrl)} />`
    }
    <div>
      ${where}
      ${
        qrUrl === null
          ? html`<p class="by">${hostWords().noAddress(plain(url))}</p>`
          : html`<p class="by">${hostWords().scanOrOpen}</p>
            <p class="url">${plain(qrUrl)}</p>`
      }
      <p class="code" aria-label=${hostWords().spelled(code.split('').join(' '))}>${grouped(code)}</p>
      ${qrUrl === null || qrUrl === url ? nothing : html`<p class="by unanswered">${hostWords().doesNotAnswer(plain(url))}</p>`}
      <a class="pill" href=${phonePage(session, code)} target="_blank" rel="noopener" title=${hostWords().hereTooHow}>${icons.ear}${hostWords().hereToo}</a>
    </div>
  </div>`;
}
