import type { Context } from 'hono';
import type { Write } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import { fingerprint, type RequestIdentity } from '../../catalogue/fingerprint.ts';
import type { Access } from '../../model/model.ts';
import type { CataloguePorts } from '../../catalogue/ports.ts';
import { enter, type Question } from '../../catalogue/queries.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { allowedVersions } from '../../http/conditional.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { withBody } from '../../http/read-body.ts';
import type { IngestFault } from '../../ingest/faults.ts';
import { MAX_FORM_BYTES } from '../../ingest/multipart.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ImageBody } from './image-fields.ts';
import { isMultipart } from './json-body.ts';

/** A body without a file: a description of the largest size in the longest escapes, and a whole image object around it. */
const MAX_TEXT_BODY_BYTES = 512 * 1024;

/** A write that was let in. */
export interface Admitted {
  readonly access: Access;
  readonly productId: number;
}

/** A write that was let in, with what its body says. */
export interface ImageWrite {
  readonly write: Write;
  readonly body: ImageBody;
}

/** Lets a write in, by token, store, scope and quota, and finds its product's id. */
export async function admitWrite(ports: CataloguePorts, question: Question): Promise<Result<Admitted, Fault>> {
  const access = await enter(ports, question, 'modify');
  if (!access.ok) return access;
  const { productId, productLabel } = question;
  if (productId === undefined) return fail({ kind: 'product-not-found', productId: productLabel });
  return ok({ access: access.value, productId });
}

/**
 * Reads the body of an admitted write and hands it on while its bytes count against the memory budget.
 *
 * @param parse the version's own reading of a body: which fields there are, and which it refuses.
 */
export async function withImageBody<T, F>(
  c: Context<AppEnv>,
  admitted: Admitted,
  parse: (bytes: Uint8Array, contentType: string | undefined) => Result<ImageBody, F>,
  task: (write: ImageWrite) => Promise<Result<T, F | Fault>>,
): Promise<Result<T, F | Fault>> {
  const contentType = c.req.header('Content-Type');
  const limit = isMultipart(contentType)
    ? ({ maxBytes: MAX_FORM_BYTES, tooLarge: 'file-too-large' } as const)
    : ({ maxBytes: MAX_TEXT_BODY_BYTES, tooLarge: 'body-too-large' } as const);
  const read = async (bytes: Uint8Array): Promise<Result<T, F | Fault>> => {
    const body = parse(bytes, contentType);
    if (!body.ok) return body;
    const write = await describeWrite(c, admitted, toIdentity(body.value));
    return write.ok ? await task({ write: write.value, body: body.value }) : write;
  };
  return await withBody<T, F | Fault | IngestFault>(c.req.raw, limit.maxBytes, limit.tooLarge, read);
}

/** Adds what the headers say of repeating and of versions; `identity` tells this request from others of its path. */
export async function describeWrite(
  c: Context<AppEnv>,
  { access, productId }: Admitted,
  identity: Pick<RequestIdentity, 'fields' | 'file'>,
): Promise<Result<Write, Fault>> {
  const { headers } = c.req.raw;
  const key = idempotencyKey(headers);
  if (!key.ok) return key;
  const idempotency =
    key.value === undefined
      ? undefined
      : { key: key.value, fingerprint: await fingerprint({ method: c.req.method, path: c.req.path, ...identity }) };
  return ok({ access, productId, idempotency, allowedVersions: allowedVersions(headers) });
}

function toIdentity({ source, ...fields }: ImageBody): Pick<RequestIdentity, 'fields' | 'file'> {
  switch (source?.kind) {
    case undefined:
      return { fields, file: undefined };
    case 'file':
      return { fields, file: source.bytes };
    case 'url':
      return { fields: { ...fields, imageUrl: source.url }, file: undefined };
    case 'import':
      return { fields: { ...fields, importPath: source.path }, file: undefined };
    default:
      return source satisfies never;
  }
}
