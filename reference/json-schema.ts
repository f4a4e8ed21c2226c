import * as z from 'zod';
import type { Json } from './description.ts';

/** Which side of a schema is meant: what a client sends, or what it is answered. */
export type Side = 'input' | 'output';

/**
 * Turns schemas into JSON Schema. Those with an `id` in their metadata become components, which the others refer to.
 * Objects are left open, for fields may be added to answers, and requests say in words what they refuse.
 */
export class JsonSchemas {
  readonly #components = new Map<string, Json>();

  /** The components so far, by their ids in alphabetical order. */
  get components(): Json {
    return Object.fromEntries([...this.#components].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Returns the JSON Schema of one side of a schema. @throws where two schemas have one id. */
  of(schema: z.core.$ZodType, side: Side): Json {
    // Within an object, a schema that is a component is referred to like any other.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ root: schema }), {
      io: side,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => simplify(jsonSchema),
    });
    for (const [id, component] of Object.entries($defs)) this.#add(id, withComponentRefs(component));
    return withComponentRefs(properties?.['root'] ?? {});
  }

  #add(id: string, component: Json): void {
    const { id: _id, ...shown } = component;
    const known = this.#components.get(id);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(shown)) {
      throw new Error(`Two schemas have the id ${id}.`);
    }
    this.#components.set(id, shown);
  }
}

/** Leaves out what says nothing to readers: that objects are closed, how a date looks, and the bounds of doubles. */
function simplify(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.format === 'date-time') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

function withComponentRefs(schema: unknown): Json {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/$defs/', '"$ref":"#/components/schemas/');
  const parsed: Json = JSON.parse(text);
  return parsed;
}
