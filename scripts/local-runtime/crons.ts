const MINUTE_MS = 60_000;

/** The fields of a schedule in the order of cron, as UTC has them. */
const FIELDS: readonly ((at: Date) => number)[] = [
  (at) => at.getUTCMinutes(),
  (at) => at.getUTCHours(),
  (at) => at.getUTCDate(),
  (at) => at.getUTCMonth() + 1,
  (at) => at.getUTCDay(),
];

/**
 * Returns whether a schedule is due in the minute of `at`. It knows stars and single numbers, which is all that
 * wrangler.toml has.
 *
 * @throws where the schedule has anything else.
 */
export function isDue(cron: string, at: Date): boolean {
  if (!/^(?:(?:\*|\d+)(?: (?!$)|$)){5}$/.test(cron))
    throw new Error(`The local service does not know the schedule ${cron}.`);
  return cron.split(' ').every((field, index) => field === '*' || Number(field) === FIELDS[index]?.(at));
}

/** Runs what is due at the beginning of each minute, until it is stopped. @returns what stops it. */
export function runCrons(crons: readonly string[], run: (cron: string) => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const nextMs = (Math.floor(Date.now() / MINUTE_MS) + 1) * MINUTE_MS;
    timer = setTimeout(() => {
      for (const cron of crons) if (isDue(cron, new Date(nextMs))) run(cron);
      wait();
    }, nextMs - Date.now()).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
