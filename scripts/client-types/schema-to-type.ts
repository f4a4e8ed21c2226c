/** A JSON Schema, as far as the documents of reference/ use it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly description?: string;
  readonly format?: string;
}

/** What a type is for: where a client may send undefined, an answer has nothing. */
export type Side = 'sent' | 'answered';

/** Names in the document that are others in the client: `Event` is a global of every browser. */
const RENAMED: Readonly<Record<string, string>> = { Event: 'VitrineEvent' };

/** Returns the name of a component in TypeScript. */
export const typeName = (component: string): string => RENAMED[component] ?? component;

/** Returns a TypeScript type for a schema, which Prettier lays out later. */
export function toType(schema: Schema, side: Side): string {
  if (schema.$ref !== undefined) return typeName(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.anyOf !== undefined) return union(schema.anyOf.map((each) => toType(each, side)));
  if (typeof schema.type === 'object') return union(schema.type.map((type) => toType({ ...schema, type }, side)));
  switch (schema.type ?? 'unknown') {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return String(schema.type);
    case 'array':
      return `readonly (${toType(schema.items ?? {}, side)})[]`;
    case 'object':
      return toObjectType(schema, side);
    default:
      return 'unknown';
  }
}

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

function toObjectType(schema: Schema, side: Side): string {
  const { properties, additionalProperties, required = [] } = schema;
  const rest = additionalProperties && toType(additionalProperties, side);
  if (properties === undefined) return `Readonly<Record<string, ${rest ?? 'unknown'}>>`;
  const members = Object.entries(properties).map(([name, member]) => {
    const isRequired = required.includes(name);
    const type = `${toType(member, side)}${!isRequired && side === 'sent' ? ' | undefined' : ''}`;
    return `${comment(describe(member))}readonly ${name}${isRequired ? '' : '?'}: ${type};`;
  });
  return `{\n${[...members, ...(rest === undefined ? [] : [`readonly [name: string]: ${rest};`])].join('\n')}\n}`;
}

const describe = ({ description, format, anyOf = [] }: Schema): string | undefined =>
  description ?? ([format, ...anyOf.map((each) => each.format)].includes('date-time') ? 'In ISO 8601.' : undefined);

/** Returns a doc comment with a line break behind it, or nothing. */
export const comment = (text: string | undefined): string => (text === undefined ? '' : `/** ${text} */\n`);
