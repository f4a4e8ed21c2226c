import * as fc from 'fast-check';
import * as z from 'zod';
import type { Json } from '../../../reference/description.ts';

/** What of JSON Schema the documents use. */
const node = z.looseObject({
  $ref: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  examples: z.array(z.unknown()).optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  oneOf: z.array(z.record(z.string(), z.unknown())).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
});
type Node = z.infer<typeof node>;

/** Returns values that a JSON Schema allows; its references are to `components`. */
export function valuesOf(schema: Json, components: Json): fc.Arbitrary<unknown> {
  const parsed = node.parse(schema);
  if (parsed.$ref !== undefined)
    return valuesOf(node.parse(components[parsed.$ref.split('/').at(-1) ?? '']), components);
  if ('const' in parsed) return fc.constant(parsed.const);
  if (parsed.enum !== undefined) return fc.constantFrom(...parsed.enum);
  if (parsed.examples !== undefined) return fc.constantFrom(...parsed.examples);
  const choices = parsed.anyOf ?? parsed.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, components)));
  const { type = 'any' } = parsed;
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...parsed, type: one }, components)));
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return integers(parsed);
    case 'number':
      return fc.double({ min: parsed.minimum ?? -1e6, max: parsed.maximum ?? 1e6, noNaN: true });
    case 'string':
      return texts(parsed);
    case 'array':
      return fc.array(valuesOf(parsed.items ?? {}, components), {
        minLength: parsed.minItems ?? 0,
        maxLength: Math.min(parsed.maxItems ?? 4, (parsed.minItems ?? 0) + 4),
      });
    case 'object':
      return objects(parsed, components);
    default:
      return fc.jsonValue();
  }
}

/** Mostly small ones, for the ids that there are are small. */
function integers({ minimum = -(2 ** 31), maximum = 2 ** 31 - 1 }: Node): fc.Arbitrary<number> {
  const low = Math.max(minimum, Math.min(maximum, 0));
  const small = fc.integer({ min: low, max: Math.min(maximum, low + 8) });
  return fc.oneof(
    { arbitrary: small, weight: 4 },
    { arbitrary: fc.integer({ min: minimum, max: maximum }), weight: 1 },
  );
}

/** What the tests serve, and what they do not. */
const URLS = ['http://pictures.test:8080/tiny.png', 'http://pictures.test:8080/gone.png'];

/** Any text would hardly ever be a URL: a member that is called one mostly is one that means something. */
const membersOf = (name: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  /url|image_file/i.test(name) ? fc.oneof({ arbitrary: fc.constantFrom<unknown>(...URLS), weight: 5 }, values) : values;

/** Texts that the tests know to name something, besides any text. */
const NAMES = ['shop', '1.jpg', '2.png', 'a cup'];

function texts({ pattern, format, minLength = 0, maxLength = 200 }: Node): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const any = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 100) });
  const names = NAMES.filter(({ length }) => length >= minLength && length <= maxLength);
  return names.length === 0 ? any : fc.oneof(any, fc.constantFrom(...names));
}

function objects(
  { properties = {}, required = [], additionalProperties }: Node,
  components: Json,
): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, membersOf(name, valuesOf(member, components))]),
  );
  if (typeof additionalProperties === 'object' && Object.keys(members).length === 0) {
    return fc.dictionary(fc.stringMatching(/^\d{1,2}$/), valuesOf(additionalProperties, components), { maxKeys: 3 });
  }
  return fc.record(members, {
    requiredKeys: required.filter((name) => Object.hasOwn(members, name)),
    noNullPrototype: true,
  });
}
