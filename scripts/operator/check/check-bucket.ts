import * as z from 'zod';
import { askService } from '../ask-service.ts';
import type { Finding } from './run-checks.ts';

const findingSchema = z.object({
  check: z.string(),
  place: z.string(),
  detail: z.string(),
  advice: z.string(),
  canBeMended: z.boolean(),
  isMended: z.boolean(),
});
const reportSchema = z.object({
  findings: z.array(findingSchema),
  objectsSeen: z.number(),
  next: z.string().optional(),
});

/** The service that looks at the bucket. */
export interface BucketCheckOptions {
  readonly origin: string;
  readonly operatorToken: string;
  /** Whether it reads every original. */
  readonly readsBytes: boolean;
  readonly repairs: boolean;
}

/** After this many findings the rest is left: what is wrong with a whole bucket is not wrong object by object. */
const MAX_FINDINGS = 1_000;

/** What was found in the bucket. */
export interface BucketCheck {
  readonly findings: readonly (Finding & { readonly isMended: boolean })[];
  readonly objectsSeen: number;
  /** False where there were so many findings that the rest was left. */
  readonly isComplete: boolean;
}

/**
 * Has a running service compare its bucket with its database, page by page.
 *
 * @throws where the service cannot be asked.
 */
export async function checkBucket(options: BucketCheckOptions): Promise<BucketCheck> {
  const findings: z.infer<typeof findingSchema>[] = [];
  let objectsSeen = 0;
  for (const prefix of ['originals/', 'derived/']) {
    let after: string | undefined;
    do {
      const report = await askForPage(options, prefix, after);
      findings.push(...report.findings);
      objectsSeen += report.objectsSeen;
      after = report.next;
    } while (after !== undefined && findings.length < MAX_FINDINGS);
  }
  const isComplete = findings.length < MAX_FINDINGS;
  return { findings: findings.map((finding) => ({ ...finding, isNotice: false })), objectsSeen, isComplete };
}

async function askForPage(
  { origin, operatorToken, readsBytes, repairs }: BucketCheckOptions,
  prefix: string,
  after: string | undefined,
): Promise<z.infer<typeof reportSchema>> {
  const query = new URLSearchParams({ prefix, hashes: String(readsBytes), repair: String(repairs) });
  if (after !== undefined) query.set('after', after);
  return reportSchema.parse(await askService(origin, operatorToken, `check?${query}`));
}
