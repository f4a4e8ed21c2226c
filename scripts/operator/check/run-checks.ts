import { LISTED_CHECKS } from './listed-checks.ts';
import { GALLERY_CHECKS } from './gallery-checks.ts';
import { JOURNAL_CHECKS } from './journal-checks.ts';
import { LIBRARY_CHECKS } from './library-checks.ts';
import { isOfMovingRows, MOVE_CHECKS } from './move-checks.ts';
import { REVISION_CHECKS } from './revision-checks.ts';
import { STORE_CHECKS } from './store-checks.ts';
import { TRASH_CHECKS } from './trash-checks.ts';
import { WORK_CHECKS } from './work-checks.ts';
import type { DatabaseCheck } from './database-check.ts';

/** All checks of the database. Their order is that of repairs: what others are counted from comes first. */
export const DATABASE_CHECKS: readonly DatabaseCheck[] = [
  ...TRASH_CHECKS,
  ...LIBRARY_CHECKS,
  ...JOURNAL_CHECKS,
  ...GALLERY_CHECKS,
  ...LISTED_CHECKS,
  ...REVISION_CHECKS,
  ...STORE_CHECKS,
  ...WORK_CHECKS,
  ...MOVE_CHECKS,
];

/** Something that is wrong. */
export interface Finding {
  readonly check: string;
  readonly place: string;
  readonly detail: string;
  readonly advice: string;
  readonly isNotice: boolean;
  /** Whether `--repair` mends it. */
  readonly canBeMended: boolean;
}

/** A row of a check's result. */
export type CheckRow = Readonly<Record<string, string | number | null>>;

/** Runs statements one after another, and returns the rows of each. */
export type RunStatements = (statements: readonly string[]) => Promise<readonly (readonly CheckRow[])[]>;

/** How many findings of one check are reported; what is beyond them is the same again. */
const MAX_FINDINGS = 100;

/** Looks at the whole database, and changes nothing. */
export async function findFaults(
  run: RunStatements,
  checks: readonly DatabaseCheck[] = DATABASE_CHECKS,
): Promise<readonly Finding[]> {
  const results = await run(
    checks.map(({ find }) => `SELECT place, detail FROM (${find}) WHERE NOT ${isOfMovingRows} LIMIT ${MAX_FINDINGS}`),
  );
  return checks.flatMap((check, index) =>
    (results[index] ?? []).map((row) => ({
      check: check.name,
      place: String(row['place']),
      detail: String(row['detail']),
      advice: check.advice,
      isNotice: check.isNotice === true,
      canBeMended: check.repair !== undefined,
    })),
  );
}

/** How often faults are looked for and mended: mending one can show another, as counters that were missing are 0. */
const MAX_ROUNDS = 3;

/** Mends what of these findings can be mended without a guess, and returns what is left. */
export async function repairFaults(
  run: RunStatements,
  findings: readonly Finding[],
  checks: readonly DatabaseCheck[] = DATABASE_CHECKS,
): Promise<readonly Finding[]> {
  let left = findings;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const names = new Set(left.map(({ check }) => check));
    const statements = checks.filter(({ name }) => names.has(name)).flatMap(({ repair }) => repair ?? []);
    if (statements.length === 0) break;
    await run(statements);
    left = await findFaults(run, checks);
  }
  return left;
}
