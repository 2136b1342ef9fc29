import { html, svg, type TemplateResult } from 'lit-html';

/** One phone's part of the ring. All in turns: 0 is the top, 1 is once around, clockwise. */
export interface Arc {
  start: number;
  length: number;
  /** How much of `length` is filled. */
  filled: number;
}

/**
 * The ring's parts, one a phone, with equal gaps between them; one phone alone has the whole ring.
 * @param percents 0 to 100 for each phone; 100 fills its arc.
 */
export function arcsOf(percents: readonly number[]): Arc[] {
  const count = percents.length;
  const gap = count < 2 ? 0 : Math.min(0.022, 0.3 / count);
  return percents.map((percent, at) => {
    const length = 1 / count - gap;
    return { start: at / count + gap / 2, length, filled: (length * Math.min(100, Math.max(0, percent))) / 100 };
  });
}

/** What the ring shows of one phone. */
export interface RingMember {
  percent: number;
  /** `wait`: its arc is never whole, since a whole ring means that it starts. */
  tone: 'ok' | 'wait';
  /** That of its person; left out: the tone's. */
  colour?: number;
}

const mostWaitPercent = 95;

/** How much of its arc a phone fills. */
export const shownPercent = ({ percent, tone }: RingMember) => (tone === 'ok' ? 100 : Math.min(mostWaitPercent, percent));

const kindOf = ({ tone = 'wait', colour }: Partial<RingMember> = {}) => (colour === undefined ? tone : `${tone} c${colour}`);
const round = (turns: number) => Number(turns.toFixed(4));

/** The ring as SVG, drawn over its parent. A picture only: who is ready also stands beside it in words. */
export function ring(members: readonly RingMember[]): TemplateResult {
  const arcs = arcsOf(members.map(shownPercent));
  const circle = (kind: string, start: number, length: number) =>
    svg`<circle class=${kind} cx="100" cy="100" r="96" pathLength="1"
      stroke-dasharray="${round(length)} 2" stroke-dashoffset=${-round(start)}></circle>`;
  return html`<svg class="ring" viewBox="0 0 200 200" aria-hidden="true">
    ${arcs.map((arc) => circle('rest', arc.start, arc.length))}
    ${arcs.map((arc, at) => (arc.filled > 0 ? circle(kindOf(members[at]), arc.start, arc.filled) : null))}
  </svg>`;
}
