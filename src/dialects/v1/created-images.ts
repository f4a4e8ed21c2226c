import type { CreateOutcome, RefusedImage } from '../../catalogue/create-images.ts';
import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { productEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { Store } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { toWireProblem, type WritableProblem } from './problem-response.ts';
import { toProblem } from './problems.ts';
import { toWireImage, type WireImage } from './product.ts';
import type { V1Context } from './request-context.ts';

/** What came of one image of a request. */
export type WireCreated =
  { readonly status: 201; readonly image: WireImage } | { readonly status: number; readonly problem: object };

const noteSchema = z.array(
  z.object({
    row: z.int(),
    problem: z.object({
      kind: z.string(),
      status: z.int(),
      title: z.string(),
      detail: z.string(),
      errors: z.optional(z.array(z.object({ pointer: z.string(), detail: z.string() }))),
    }),
  }),
);

/** Words what was refused as the note that is kept with the answer, so that a repeated answer has the same problems. */
export const toNote = (refused: readonly RefusedImage[]): string =>
  JSON.stringify(refused.map(({ row, fault }) => ({ row, problem: toProblem(fault) })));

/**
 * Answers a request to create images with a result for each, in its order. A repeated answer shows the images as they
 * were created. Fault: image-not-found, where the answer was lost and an image has been deleted since.
 *
 * @param count how many images the request had.
 */
export function answerCreated(
  c: V1Context,
  { access: { store }, head }: Pick<ProductTarget, 'access' | 'head'>,
  count: number,
  outcome: CreateOutcome,
): Result<Response, V1Fault> {
  if (outcome.kind === 'all-refused') {
    const results = outcome.refused.map(({ fault }) => toRefused(c, toProblem(fault)));
    const isTemporary = results.some(({ status }) => status === 503);
    const headers = new Headers(isTemporary ? { 'Retry-After': '2' } : {});
    return ok(Response.json({ version: head?.version ?? 0, results }, { status: isTemporary ? 503 : 422, headers }));
  }
  const { rows, isReplay } = outcome.executed;
  const { version = 0 } = rows.created ?? {};
  const results = toResults(c, store, count, outcome);
  if (!results.ok) return results;
  const headers = { ETag: productEtag(version, store), ...replayHeader({ isReplay }) };
  return ok(Response.json({ version, results: results.value }, { headers }));
}

function toResults(
  c: V1Context,
  store: Store,
  count: number,
  { executed: { rows } }: Extract<CreateOutcome, { kind: 'created' }>,
): Result<readonly WireCreated[], V1Fault> {
  const { images = [], places = [], note = '[]' } = rows.created ?? {};
  const problems = new Map(noteSchema.parse(JSON.parse(note)).map(({ row, problem }) => [row, problem]));
  let created = 0;
  const results: WireCreated[] = [];
  for (let row = 0; row < count; row += 1) {
    const problem = problems.get(row);
    if (problem !== undefined) {
      results.push(toRefused(c, problem));
      continue;
    }
    const [image, place] = [images[created], places[created]];
    if (image === undefined || place === undefined) return fail({ kind: 'image-not-found', imageId: 'created' });
    results.push({ status: 201, image: toWireImage(image, place, store, c.get('service').origin) });
    created += 1;
  }
  return ok(results);
}

const toRefused = (c: V1Context, problem: WritableProblem): WireCreated => ({
  status: problem.status,
  problem: toWireProblem(c, problem),
});
