import type * as z from 'zod';
import { fingerprint } from '../../catalogue/fingerprint.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { withBody } from '../../http/read-body.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Ctx } from './request-context.ts';
import type { ShoptetFault } from './faults.ts';
import { toWireErrors } from './schema-messages.ts';

/** A hundred images with the longest URLs, and as much again for descriptions: what the database takes in one value. */
const MAX_JSON_BYTES = 1024 * 1024;

/** Reads the body by its schema. Faults: body-not-json, body-too-large, ingest-busy, schema-violated. */
export async function readBody<T>(c: Ctx, schema: z.ZodType<T>): Promise<Result<T, ShoptetFault>> {
  return await withBody(
    c.req.raw,
    MAX_JSON_BYTES,
    'body-too-large',
    async (bytes): Promise<Result<T, ShoptetFault>> => {
      const json = parseJsonBody(bytes);
      if (!json.ok) return json;
      const parsed = await schema.safeParseAsync(json.value, { reportInput: true });
      return parsed.success ? ok(parsed.data) : fail({ kind: 'schema-violated', errors: toWireErrors(parsed.error) });
    },
  );
}

/** What the Idempotency-Key covers: method, path, the body as parsed, and what of the query changes the outcome. */
export async function readIdempotency(
  c: Ctx,
  body: unknown,
): Promise<Result<{ readonly key: string; readonly fingerprint: string } | undefined, ShoptetFault>> {
  const key = idempotencyKey(c.req.raw.headers);
  if (!key.ok || key.value === undefined) return key.ok ? ok(undefined) : key;
  const fields = { body: JSON.stringify(body), removeReference: c.req.query('removeReference') };
  const identity = { method: c.req.method, path: c.req.path, fields, file: undefined };
  return ok({ key: key.value, fingerprint: await fingerprint(identity) });
}
