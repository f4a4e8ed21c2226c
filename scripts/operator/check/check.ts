import { query, queryEach, type Target } from '../database.ts';
import { checkBucket, type BucketCheck, type BucketCheckOptions } from './check-bucket.ts';
import type { DatabaseCheck } from './database-check.ts';
import { atEachShard } from '../shards.ts';
import { schemaCheck } from './schema-check.ts';
import { DATABASE_CHECKS, findFaults, repairFaults, type Finding } from './run-checks.ts';

/** What to check, and whether to mend it. */
export interface CheckOptions {
  readonly target: Target;
  /** undefined: the bucket is left out. */
  readonly service: Omit<BucketCheckOptions, 'repairs'> | undefined;
  readonly repairs: boolean;
}

/** What `check` prints, and whether all is well. */
export interface CheckResult {
  readonly text: string;
  readonly isSound: boolean;
}

/** A line of the report: what is wrong, where, and what to do. */
const describe = (label: string, { check, place, detail, advice }: Finding): string =>
  `${label}  ${check}  ${place}: ${detail}\n         ${advice}`;

const isSame =
  (a: Finding) =>
  (b: Finding): boolean =>
    a.check === b.check && a.place === b.place;

/**
 * Compares what the database says with what is there, and the bucket with both. With `repairs` it mends what can be
 * mended without a guess, and says what it mended and what is left.
 */
export async function checkDeployment({ target, service, repairs }: CheckOptions): Promise<CheckResult> {
  const checks = [schemaCheck(), ...DATABASE_CHECKS];
  const shards = await Promise.all(atEachShard(target).map((at) => checkShard(at, checks, repairs)));
  const twice = await findStoresTwice(target);
  const found = [...twice, ...shards.flatMap((shard) => shard.found)];
  const left = [...twice, ...shards.flatMap((shard) => shard.left)];
  // The bucket comes last: what was mended in the database decides what in it is in use.
  const asked = service && (await askForBucket({ ...service, repairs }));
  const bucket = asked?.result;
  const mended = [
    ...found.filter((finding) => !left.some(isSame(finding))),
    ...(bucket?.findings.filter(({ isMended }) => isMended) ?? []),
  ];
  const open = [...left, ...(bucket?.findings.filter(({ isMended }) => !isMended) ?? [])];
  const faults = open.filter(({ isNotice }) => !isNotice);
  const notices = open.filter(({ isNotice }) => isNotice);
  const summary = `${checks.length} checks of the database, ${bucket?.objectsSeen ?? 'no'} objects looked at: ${faults.length} faults, ${notices.length} notices, ${mended.length} mended.`;
  const hint = faults.some(({ canBeMended }) => canBeMended) && !repairs ? ['--repair mends what can be mended.'] : [];
  return {
    text: [
      ...mended.map((finding) => describe('mended ', finding)),
      ...faults.map((finding) => describe('FAULT  ', finding)),
      ...notices.map((finding) => describe('notice ', finding)),
      summary,
      ...(bucket?.isComplete === false ? ['There is more in the bucket: mend this first, and check again.'] : []),
      ...hint,
      ...(asked?.failure === undefined
        ? []
        : [`The bucket was not checked: ${asked.failure} --database-only leaves it out.`]),
    ].join('\n'),
    isSound: faults.length === 0 && asked?.failure === undefined,
  };
}

/** Checks one database. What is found in one of several is told with its name. */
async function checkShard(target: Target, checks: readonly DatabaseCheck[], repairs: boolean) {
  const run = (statements: readonly string[]) => queryEach(target, statements);
  const found = await findFaults(run, checks);
  const left = repairs ? await repairFaults(run, found, checks) : found;
  const named = (finding: Finding): Finding =>
    target.shard === undefined ? finding : { ...finding, place: `${target.shard} ${finding.place}` };
  return { found: found.map(named), left: left.map(named) };
}

/** Finds stores that more than one database has, as after one of them was restored to before a move. */
async function findStoresTwice(target: Target): Promise<readonly Finding[]> {
  const shards = atEachShard(target);
  if (shards.length === 1) return [];
  const places = new Map<string, string[]>();
  for (const at of shards) {
    const rows = await query(at, `SELECT hash FROM stores WHERE hash NOT GLOB '*:*'`);
    for (const { hash } of rows) places.set(String(hash), [...(places.get(String(hash)) ?? []), at.shard ?? 'DB']);
  }
  return [...places].flatMap(([hash, names]): readonly Finding[] =>
    names.length === 1
      ? []
      : [
          {
            check: 'stores',
            place: hash,
            detail: `is in ${names.join(' and in ')}`,
            advice: 'Which of them has the newest events? Restore the other one’s database to after the move.',
            canBeMended: false,
            isNotice: false,
          },
        ],
  );
}

/** Checks the bucket; where the service cannot be asked, what the database has shown is told all the same. */
async function askForBucket(
  options: BucketCheckOptions,
): Promise<{ readonly result?: BucketCheck; readonly failure?: string }> {
  try {
    return { result: await checkBucket(options) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
