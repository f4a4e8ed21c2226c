/** One thing that has to hold in the database, as SQL for the local and the hosted database. */
export interface DatabaseCheck {
  /** Stands in the report, and in docs/operating-check.md. */
  readonly name: string;
  /** Selects `place` and `detail` of everything that is wrong; whoever runs it adds a limit. */
  readonly find: string;
  /** Statements that mend all of it without guessing; absent where a person has to decide. */
  readonly repair?: readonly string[];
  /** What a person does, or why nobody has to do anything. */
  readonly advice: string;
  /** A notice is shown, and the check passes. */
  readonly isNotice?: true;
}

const MINUTE_MS = 60_000;

/** The time in SQL, in milliseconds, minus some minutes. */
export const minutesAgo = (minutes: number): string => `(SELECT now_ms - ${minutes * MINUTE_MS} FROM clock)`;

/** The name of a product's place in SQL, from the tables `s` (stores) and another with its number. */
export const productPlace = (productId: string): string => `s.hash || ' product ' || ${productId}`;
