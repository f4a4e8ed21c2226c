import { digestToken } from '../../access/token.ts';
import { deriveUploadSecret, digestUploadSecret, newUploadNonce } from '../../access/upload-secret.ts';
import { checkProduct } from '../../catalogue/products-by-guid.ts';
import type { ProductHead } from '../../catalogue/product-reads.ts';
import { MAX_OPEN_UPLOADS, type NewUploadGrant, type UploadGranted } from '../../catalogue/upload-grants.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { MAX_FILE_BYTES } from '../../ingest/limits.ts';
import type { Access } from '../../model/access.ts';
import { parseProductRef, type ProductRef } from '../../model/product-guid.ts';
import { isWebOrigin } from '../../model/web-origin.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeFound, readToken, type V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

const MAX_FILES = 100;
const MIN_SECONDS = 60;
const MAX_SECONDS = 600;

/** After this time some of the URLs that are open are likely to have ended. */
const RETRY_SECONDS = 60;

/** The body that makes an upload URL. */
export const grantSchema = z.strictObject({
  productId: z.pipe(
    z.union([z.int().check(z.minimum(1)), z.string()], 'It is the number or the GUID of a product.'),
    z.transform((given, context) => {
      const raw = String(given);
      const ref = parseProductRef(raw);
      if (ref !== undefined) return { raw, ref };
      context.issues.push({ code: 'custom', input: given, message: 'It is the number or the GUID of a product.' });
      return z.NEVER;
    }),
  ),
  maxFiles: z._default(z.int().check(z.minimum(1), z.maximum(MAX_FILES)), 1),
  maxBytes: z._default(z.int().check(z.minimum(1), z.maximum(MAX_FILE_BYTES)), MAX_FILE_BYTES),
  expiresIn: z._default(z.int().check(z.minimum(MIN_SECONDS), z.maximum(MAX_SECONDS)), MAX_SECONDS),
  origin: z.optional(z.string().check(z.refine(isWebOrigin, 'It is a web origin, such as https://shop.example.'))),
});

type GrantBody = z.infer<typeof grantSchema>;
type Granted = Extract<UploadGranted, { kind: 'granted' }>;

/** An authorized caller with its token, which the secret of the URL is derived from. */
interface Granter {
  readonly access: Access;
  readonly token: string;
  readonly tokenDigest: string;
}

/** POST /v1/uploads: makes a URL that takes a few files for one product without a token. 201 with the URL. */
export async function createUploadGrant(c: V1Context): Promise<Result<Response, V1Fault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeGranter(c),
    ...jsonBodyStep(grantSchema),
    execute: (write) => grant(c, write),
    answer: async ({ nonce, expiresAtMs, isReplay }, { token }) => {
      const secret = await deriveUploadSecret(token, nonce);
      const uploadUrl = `${c.get('service').origin}/v1/uploads/${secret}`;
      const body = { uploadUrl, expiresAt: toWireTime(expiresAtMs) };
      return ok(Response.json(body, { status: 201, headers: replayHeader({ isReplay }) }));
    },
  });
}

async function authorizeGranter(c: V1Context): Promise<Result<Granter, V1Fault>> {
  const found = await readToken(c);
  if (!found.ok) return found;
  const token = found.value;
  if (token === undefined) return fail({ kind: 'token-missing' });
  const digest = await digestToken(token);
  if (!digest.ok) return digest;
  const access = await authorizeFound(c, await c.get('service').ports.reads.access(digest.value), 'write');
  return access.ok ? ok({ access: access.value, token, tokenDigest: digest.value }) : access;
}

/** Faults: product-not-found, too-many-uploads, key-reused. */
async function grant(
  c: V1Context,
  { target, body, conditions }: ParsedWrite<Granter, GrantBody>,
): Promise<Result<Granted, V1Fault>> {
  const { ports, products, uploads } = c.get('service');
  const { access, token, tokenDigest } = target;
  const { raw, ref } = body.productId;
  const head = await products.head(access.store.id, ref);
  const known = checkProduct(access.store, raw, ref, head);
  if (!known.ok) return known;
  const nonce = newUploadNonce();
  const granted = await uploads.grant(
    access,
    {
      digest: await digestUploadSecret(await deriveUploadSecret(token, nonce)),
      nonce,
      tokenDigest,
      product: toProduct(ref, head),
      maxFiles: body.maxFiles,
      maxBytes: body.maxBytes,
      origin: body.origin,
      expiresAtMs: ports.nowMs() + body.expiresIn * 1000,
    },
    conditions.idempotency,
  );
  switch (granted.kind) {
    case 'granted':
      return ok(granted);
    case 'key-reused':
      return fail({ kind: 'key-reused' });
    case 'too-many':
      return fail({ kind: 'too-many-uploads', maxUploads: MAX_OPEN_UPLOADS, retryAfterSeconds: RETRY_SECONDS });
    default:
      return granted satisfies never;
  }
}

/** A product has its number with its first row; one that was named by number has it before. */
function toProduct(ref: ProductRef, head: ProductHead | undefined): NewUploadGrant['product'] {
  if (head !== undefined) return { id: head.productId };
  return ref.kind === 'number' ? { id: ref.productId } : { guid: ref.guid };
}
