import { parseJsonBody } from '../../http/json-body.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import type * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { parseBody } from './schema-errors.ts';

/** The longest JSON body, in bytes: a hundred images with the longest URLs, and as much again for texts. */
export const MAX_JSON_BYTES = 1024 * 1024;

/**
 * Returns the step that reads a JSON body by its schema, whose objects are strict, so that unknown fields are refused
 * by their names. Faults: body-not-json, body-mistaken, body-too-large, overloaded, body-invalid.
 */
export function jsonBodyStep<Body>(schema: z.ZodMiniType<Body>): BodyStep<unknown, Body, V1Fault> {
  return {
    bodyLimit: { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' },
    parse: (bytes) => {
      const json = parseJsonBody(bytes);
      return json.ok ? parseBody(schema, json.value) : json;
    },
    toContent: (body) => ({ fields: { body: JSON.stringify(body) }, file: undefined }),
  };
}
