const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** The most days whose texts are kept. */
const MAX_DAYS = 1_000;

/** The numbers from 0 to 59 with two digits. */
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Returns a function that remembers what `format` made of a day, for formatting a date is the dearest part of an image. */
function rememberDays(format: (day: Date) => string): (timeMs: number) => string {
  const texts = new Map<number, string>();
  return (timeMs) => {
    const day = Math.floor(timeMs / DAY_MS);
    let text = texts.get(day);
    if (text === undefined) {
      if (texts.size >= MAX_DAYS) texts.clear();
      text = format(new Date(day * DAY_MS));
      texts.set(day, text);
    }
    return text;
  };
}

const isoDay = rememberDays((day) => day.toISOString().slice(0, 'yyyy-mm-dd'.length));
const httpDay = rememberDays((day) => day.toUTCString().slice(0, 'Mon, 24 Sep 2012'.length));

/** Formats the time of a day as `01:14:30`. */
function timeOfDay(timeMs: number): string {
  const second = Math.floor((timeMs - Math.floor(timeMs / DAY_MS) * DAY_MS) / SECOND_MS);
  const minute = Math.floor(second / 60);
  return `${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:${TWO_DIGITS[second % 60]}`;
}

/** Formats a time by ISO 8601 in UTC, in whole seconds and without a zone: `2012-09-24T01:14:30`. */
export const isoSeconds = (timeMs: number): string => `${isoDay(timeMs)}T${timeOfDay(timeMs)}`;

/** Formats a time by RFC 2822 in UTC, without a zone: `Mon, 24 Sep 2012 01:14:30`. */
export const rfcSeconds = (timeMs: number): string => `${httpDay(timeMs)} ${timeOfDay(timeMs)}`;
