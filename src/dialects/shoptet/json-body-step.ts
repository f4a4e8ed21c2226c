import type { RequestContent } from '../../catalogue/fingerprint.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import { NO_BODY, type BodyStep } from '../../http/write-pipeline.ts';
import { fail, ok } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import type { ShoptetFault } from './faults.ts';
import type { ShoptetContext } from './request-context.ts';
import { toSchemaErrors } from './schema-messages.ts';

/**
 * The longest JSON body, in bytes: a hundred images with the longest URLs, and as much again for descriptions. It is
 * also the most that the database stores in one value.
 */
const MAX_JSON_BYTES = 1024 * 1024;

/**
 * Returns the step that reads a JSON body by its schema. Faults: body-not-json, body-too-large, overloaded,
 * schema-violated.
 */
export function jsonBodyStep<T>(c: ShoptetContext, schema: z.ZodMiniType<T>): BodyStep<unknown, T, ShoptetFault> {
  return {
    bodyLimit: { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' },
    parse: async (bytes) => {
      const json = parseJsonBody(bytes);
      if (!json.ok) return json;
      const parsed = await schema.safeParseAsync(json.value, { reportInput: true });
      return parsed.success ? ok(parsed.data) : fail({ kind: 'schema-violated', errors: toSchemaErrors(parsed.error) });
    },
    toContent: (body) => toRequestContent(c, JSON.stringify(body)),
  };
}

/** Returns the step of a write without a body. The fingerprint of its Idempotency-Key covers the query. */
export function noBodyStep(c: ShoptetContext): BodyStep<unknown, undefined, never> {
  return { ...NO_BODY, toContent: () => toRequestContent(c, undefined) };
}

/**
 * Returns what the fingerprint of an Idempotency-Key covers: the parsed body, and the query parameter that changes the
 * outcome.
 */
function toRequestContent(c: ShoptetContext, body: string | undefined): RequestContent {
  return { fields: { body, removeReference: c.req.query('removeReference') }, file: undefined };
}
