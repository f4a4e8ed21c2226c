import { APIS } from './apis.ts';
import type { Api, ApiId, Base, Json } from './description.ts';
import type { Examples } from './examples.ts';
import { JsonSchemas } from './json-schema.ts';
import { toOperationObject } from './operation-object.ts';

/**
 * Builds the OpenAPI 3.1 document of an API.
 *
 * @param examples requests and their answers by the ids of operations; none: the document has no examples.
 */
export function buildDocument(id: ApiId, examples: Examples = {}): Json {
  const api = APIS[id];
  const schemas = new JsonSchemas();
  const paths = Object.entries(api.routes).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, operation]) => [
      method.toLowerCase(),
      toOperationObject(operation, schemas, examples[operation.id] ?? []),
    ]);
    return [toTemplate(path), { ...pathParameters(api, path), ...Object.fromEntries(operations) }];
  });
  const { title, version, description } = api;
  return {
    openapi: '3.1.1',
    info: { title, version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: api.bases.map(toServer),
    security: Object.keys(api.security).map((name) => ({ [name]: [] })),
    tags: Object.entries(api.tags).map(([name, about]) => ({ name, description: about })),
    paths: Object.fromEntries(paths),
    components: { securitySchemes: api.security, schemas: schemas.components },
  };
}

/** Returns a path of Hono as OpenAPI writes it: `/products/{product}`. */
const toTemplate = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

function toServer({ path, description }: Base): Json {
  const variables = { store: { default: 'demo', description: 'The hash of the store.' } };
  return { url: toTemplate(path) || '/', description, ...(path.includes(':store') && { variables }) };
}

function pathParameters(api: Api, path: string): Json {
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const parameter = api.pathParameters[name];
    if (parameter === undefined) throw new Error(`The parameter ${name} of ${path} is not described.`);
    const { description, schema = { type: 'string' } } = parameter;
    return { name, in: 'path', required: true, description, schema };
  });
  return parameters.length === 0 ? {} : { parameters };
}
