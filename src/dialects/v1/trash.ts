import {
  emptyTrash,
  MAX_EMPTIED_IDS,
  MAX_RESTORED_IDS,
  type RestoreResult,
  restoreImages,
  type TrashedRow,
} from '../../catalogue/trash.ts';
import { type NamedUrls, namedUrls } from '../../delivery/size-urls.ts';
import { imagePath } from '../../delivery/urls.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { parseProductRef } from '../../model/product-guid.ts';
import type { GalleryName } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';
import { ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { toWireActor, type WireActor } from './actor.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { pageParameters, toWirePage } from './paging.ts';
import { toWireProblem } from './problem-response.ts';
import { toProblem } from './problems.ts';
import { authorizeRequest, readAuthorized, type V1Context } from './request-context.ts';
import { toFileName } from './wire-media.ts';
import { toWireTime } from './wire-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The parameters of the trash. */
export const trashQuery = z.strictObject({
  ...pageParameters(z.strictObject({ deletedAtMs: z.int(), imageId: z.int() })),
  product: z.optional(
    z.pipe(
      z.string(),
      z.transform((raw, context) => {
        const ref = parseProductRef(raw);
        if (ref !== undefined) return ref;
        context.issues.push({ code: 'custom', input: raw, message: 'It is the number or the GUID of a product.' });
        return z.NEVER;
      }),
    ),
  ),
});

const idsSchema = z.array(z.int().check(z.minimum(1))).check(z.minLength(1));
/** The body that brings images back. */
export const restoreSchema = z.strictObject({ ids: idsSchema.check(z.maxLength(MAX_RESTORED_IDS)) });
/** The body that empties the trash. */
export const emptySchema = z.strictObject({ ids: z.optional(idsSchema.check(z.maxLength(MAX_EMPTIED_IDS))) });

/** A deleted image. Its URLs are those that it has again once it is back; until then they show nothing. */
export interface WireTrashed {
  readonly imageId: number;
  readonly productId: number;
  readonly deletedAt: string;
  /** From then on it can be gone for good. */
  readonly goneAt: string;
  readonly by: WireActor | null;
  readonly gallery: GalleryName;
  readonly alt: string;
  /** The name that the file came with. */
  readonly fileName: string;
  /** Which shows what it was, as its URLs do not. */
  readonly thumbHash: string | null;
  readonly color: string | null;
  readonly urls: NamedUrls;
}

/** What came of one image that was to come back. */
export interface WireResult {
  readonly imageId: number;
  readonly productId: number | null;
  readonly status: number;
  readonly problem?: object;
}

/** GET /v1/trash: the deleted images that can come back, newest first, of the store or of one product. */
export async function getTrash(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { trash, origin } = c.get('service');
  const found = await readAuthorized(c, 'read', trashQuery, (digest, { product, cursor, limit }) =>
    trash.list(digest, product, { after: cursor, limit: limit + 1 }),
  );
  if (!found.ok) return found;
  const { access, value: rows, query } = found.value;
  const page = toWirePage(
    rows,
    query.limit,
    (row) => toWireTrashed(row, access.store, origin),
    ({ deletedAtMs, id }) => ({ deletedAtMs, imageId: id }),
  );
  return ok(Response.json(page));
}

/** POST /v1/trash/restore: brings images back, with a result for each. 422 where none of them can come back. */
export async function restoreFromTrash(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports, trash } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(restoreSchema),
    execute: async ({ target, body: { ids }, conditions }) =>
      ok(await restoreImages({ ...ports, trash }, target, [...new Set(ids)], conditions.idempotency)),
    answer: (results) => {
      const wire = results.map((result) => toWireResult(c, result));
      return ok(Response.json({ results: wire }, { status: statusOf(wire) }));
    },
  });
}

/** POST /v1/trash/empty: removes images for good, those named or the oldest ones, a thousand at most. */
export async function emptyTheTrash(c: V1Context): Promise<Result<Response, V1Fault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(emptySchema),
    execute: async ({ target, body: { ids }, conditions }) =>
      await emptyTrash(c.get('service').trash, target, ids, conditions.idempotency),
    answer: ({ emptied, left, isReplay }) =>
      ok(Response.json({ emptied, left }, { headers: replayHeader({ isReplay }) })),
  });
}

/** 200 where something came back; else 503 where trying again may help, and 422 where it does not. */
function statusOf(results: readonly WireResult[]): number {
  if (results.some(({ status }) => status === 200)) return 200;
  return results.some(({ status }) => status === 503) ? 503 : 422;
}

function toWireTrashed(row: TrashedRow, store: Store, origin: string): WireTrashed {
  return {
    imageId: row.id,
    productId: row.productId,
    deletedAt: toWireTime(row.deletedAtMs),
    goneAt: toWireTime(row.deletedAtMs + store.settings.trashDays * DAY_MS),
    by: toWireActor(row.actor),
    gallery: row.gallery,
    alt: row.description,
    fileName: toFileName(row.originalName, row.format),
    thumbHash: row.placeholder?.thumbHash ?? null,
    color: row.placeholder?.color ?? null,
    urls: namedUrls(imagePath(store.hash, row, 'original'), store, origin),
  };
}

function toWireResult(c: V1Context, { imageId, productId, fault }: RestoreResult): WireResult {
  const named = { imageId, productId: productId ?? null };
  if (fault === undefined) return { ...named, status: 200 };
  const isUnknown = productId === undefined;
  const detail = `Image ${imageId} is neither in the trash nor on a product.`;
  const problem = { ...toProblem(fault), ...(isUnknown && { detail }) };
  return { ...named, status: problem.status, problem: toWireProblem(c, problem) };
}
