import type { Context } from 'hono';
import { authorise } from '../../access/authorise.ts';
import { digestToken } from '../../access/token.ts';
import type { Fault } from '../../catalogue/faults.ts';
import { fingerprint } from '../../catalogue/fingerprint.ts';
import type { Write } from '../../catalogue/commands.ts';
import type { Access } from '../../catalogue/model.ts';
import type { Question } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { allowedVersions } from '../../http/conditional.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { parseId } from '../../http/ids.ts';
import { withBody } from '../../http/intake.ts';
import type { Service } from '../../http/service.ts';
import { MAX_FORM_BYTES } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../result.ts';
import { isMultipart, parseImageBody, type ImageBody } from './image-body.ts';

/** A JSON body: a description of the largest size in the longest escapes, and a whole image object around it. */
const MAX_JSON_BYTES = 512 * 1024;

/** Reads who asks for which product; the first check after the route (contract: BigCommerce section 3). */
export async function readQuestion(c: Context<AppEnv>): Promise<Result<Question, Fault>> {
  const digest = await digestToken(c.req.header('X-Auth-Token'));
  if (!digest.ok) return digest;
  const productLabel = c.req.param('product') ?? '';
  return ok({
    tokenDigest: digest.value,
    storeHash: c.req.param('store') ?? '',
    productLabel,
    productId: parseId(productLabel),
  });
}

/** A write that was let in, with what its body says. */
export interface ImageWrite {
  readonly write: Write;
  readonly body: ImageBody;
}

/** Lets a write in, by header, token, store and scope, and finds its product's id. */
export async function admitWrite(
  c: Context<AppEnv>,
  service: Service,
): Promise<Result<{ readonly access: Access; readonly productId: number }, Fault>> {
  const question = await readQuestion(c);
  if (!question.ok) return question;
  const { tokenDigest, storeHash, productLabel, productId } = question.value;
  const access = authorise(await service.ports.reads.access(tokenDigest), storeHash, 'modify');
  if (!access.ok) return access;
  if (productId === undefined) return fail({ kind: 'product-not-found', productId: productLabel });
  return ok({ access: access.value, productId });
}

/** Reads the body of an admitted write and hands it on while its bytes count against the memory budget. */
export async function withImageBody<T>(
  c: Context<AppEnv>,
  admitted: { readonly access: Access; readonly productId: number },
  task: (write: ImageWrite) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const contentType = c.req.header('Content-Type');
  const limit = isMultipart(contentType)
    ? ({ maxBytes: MAX_FORM_BYTES, tooLarge: 'file-too-large' } as const)
    : ({ maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' } as const);
  return await withBody(c.req.raw, limit.maxBytes, limit.tooLarge, async (bytes): Promise<Result<T, Fault>> => {
    const body = parseImageBody(bytes, contentType);
    if (!body.ok) return body;
    const write = await describeWrite(c, admitted, body.value);
    return write.ok ? await task({ write: write.value, body: body.value }) : write;
  });
}

/** Adds what the headers say of repeating and of versions. */
export async function describeWrite(
  c: Context<AppEnv>,
  { access, productId }: { readonly access: Access; readonly productId: number },
  body: ImageBody | undefined,
): Promise<Result<Write, Fault>> {
  const headers = c.req.raw.headers;
  const key = idempotencyKey(headers);
  if (!key.ok) return key;
  const idempotency = key.value === undefined ? undefined : { key: key.value, fingerprint: await identify(c, body) };
  return ok({ access, productId, idempotency, allowedVersions: allowedVersions(headers) });
}

async function identify(c: Context<AppEnv>, body: ImageBody | undefined): Promise<string> {
  const { source, ...fields } = body ?? {};
  return await fingerprint({
    method: c.req.method,
    path: c.req.path,
    fields: { ...fields, imageUrl: source?.kind === 'url' ? source.url : undefined },
    file: source?.kind === 'file' ? source.bytes : undefined,
  });
}
