import { language } from './language.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Returns a number of bytes for people, such as `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${formatNumber(Number(value.toFixed(digits)))} ${UNITS[step] ?? 'B'}`;
}

/** Returns a number with the separators of the language. */
export const formatNumber = (value: number): string => new Intl.NumberFormat(language.value).format(value);

/** Returns a moment for people, in their own time zone. */
export const formatTime = (iso: string): string =>
  new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Returns how long ago a moment was, such as `5 minutes ago`; the date where it is more than a week. */
export function formatAgo(iso: string, nowMs = Date.now()): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  if (seconds > 7 * 86_400) return formatTime(iso);
  const [unit, unitSeconds] = STEPS.find(([, each]) => seconds >= each) ?? (['second', 1] as const);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  return format.format(-Math.floor(Math.max(seconds, 0) / unitSeconds), unit);
}
