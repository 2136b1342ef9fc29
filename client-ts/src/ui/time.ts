import { words } from '../words/phone';

/** A length or position in seconds as people read it: `1:24`, `61:05` becomes `1:01:05`. Nothing sensible: `–:––`. */
export function clockTime(sec: number | null): string {
  if (sec === null || !Number.isFinite(sec)) return '–:––';
  const whole = Math.max(0, Math.floor(sec));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const seconds = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** What is left of a song, with a true minus sign: `−2:17`. Counts so that both ends change in the same instant. */
export function remainingTime(positionSec: number, durationSec: number | null): string {
  return durationSec === null ? '' : `−${clockTime(Math.floor(durationSec) - Math.floor(positionSec))}`;
}

/** The same for ears: `1 minute 24 seconds`. */
export function spokenTime(sec: number): string {
  const whole = Math.max(0, Math.floor(sec));
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const said = parts.filter(([count, unit]) => count > 0 || (whole === 0 && unit === 'second'));
  return said.map(([count, unit]) => unitFormat(unit).format(count)).join(' ');
}

/** One is slow to make. */
const formats = new Map<string, Intl.NumberFormat>();

function unitFormat(unit: string): Intl.NumberFormat {
  const { lang } = words();
  const format = formats.get(lang + unit) ?? new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' });
  formats.set(lang + unit, format);
  return format;
}
