/** Formats a time by ISO 8601 in UTC, with milliseconds. */
export const toWireTime = (timeMs: number): string => new Date(timeMs).toISOString();

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** Whether a text is a date of the calendar with a time and its offset, in ISO 8601. */
export function isWireTime(text: string): boolean {
  const date = DATE_TIME.exec(text)?.[1];
  // A day that its month does not have would be one of the next month.
  return date !== undefined && !Number.isNaN(Date.parse(text)) && new Date(date).toISOString().startsWith(date);
}
