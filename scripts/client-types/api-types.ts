import { format, resolveConfig } from 'prettier';
import { v1 } from '../../reference/v1/api.ts';
import { STATUSES } from '../../reference/v1/words.ts';
import { buildDocument } from '../../reference/document.ts';
import { comment, type Schema, type Side, toType, typeName } from './schema-to-type.ts';

/** Where the types of the client are written. */
export const API_TYPES = 'client/src/api-types.ts';

const HEADER =
  '// Written by `npm run client:types` from the descriptions in reference/v1, as the OpenAPI document is. Do not edit it.\n';

/** An operation of an OpenAPI document, as far as it makes types. */
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/**
 * Returns the types of /v1 as TypeScript: each component of its OpenAPI document by its name, and what each operation
 * takes and answers where that has no name there, as `UpdateImagesBody`, `ListProductsQuery`, `UpdateImagesAnswer`.
 */
export async function writeApiTypes(): Promise<string> {
  const document: Document = JSON.parse(JSON.stringify(buildDocument('v1')));
  const components = Object.entries(document.components.schemas).map(([name, schema]) =>
    declare(typeName(name), schema, 'answered', schema.description),
  );
  const ids = Object.values(v1.routes).flatMap((methods) => Object.values(methods).map(({ id }) => id));
  const operations = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ operationId }) => ids.includes(operationId))
    .flatMap(typesOf);
  const words = { enum: Object.keys(STATUSES).toSorted() };
  const ofProblems = declare('ProblemWord', words, 'answered', 'The last word of the type of a problem.');
  const text = [HEADER, ...components, ...operations, ofProblems].join('\n');
  return await format(text, { ...(await resolveConfig(API_TYPES)), parser: 'typescript' });
}

function typesOf(operation: Described): readonly string[] {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const name = `${operationId.slice(0, 1).toUpperCase()}${operationId.slice(1)}`;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const body = requestBody?.content['application/json']?.schema;
  const answer = (responses['200'] ?? responses['201'])?.content?.['application/json']?.schema;
  const isNamed = answer?.$ref !== undefined || answer?.properties?.['items'] !== undefined;
  const about = summary.replace(/\.$/, '');
  return [
    ...(query.length === 0 ? [] : [declare(`${name}Query`, toQuery(query), 'sent', `The query of: ${about}.`)]),
    ...(body === undefined ? [] : [declare(`${name}Body`, body, 'sent', `The body of: ${about}.`)]),
    ...(answer === undefined || isNamed
      ? []
      : [declare(`${name}Answer`, answer, 'answered', `The answer to: ${about}.`)]),
  ];
}

/** Returns the parameters of a query as the members of an object. */
const toQuery = (parameters: readonly Parameter[]): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    parameters.map(({ name, schema, description }) => [
      name,
      { ...schema, ...(description !== undefined && { description }) },
    ]),
  ),
});

/** Returns an interface for an object, for editors show its name, or else an alias. */
function declare(name: string, schema: Schema, side: Side, description: string | undefined): string {
  const type = toType(schema, side);
  const isObject = schema.properties !== undefined;
  return `${comment(description)}export ${isObject ? `interface ${name} ${type}` : `type ${name} = ${type};`}\n`;
}
