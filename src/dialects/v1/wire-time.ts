/** Formats a time by ISO 8601 in UTC, with milliseconds. */
export const toWireTime = (timeMs: number): string => new Date(timeMs).toISOString();
