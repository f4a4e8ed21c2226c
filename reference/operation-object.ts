import * as z from 'zod';
import { ANSWER_HEADERS, REQUEST_HEADERS } from './headers.ts';
import type { Answer, Json, Operation } from './description.ts';
import type { Example } from './examples.ts';
import type { JsonSchemas } from './json-schema.ts';

/** Returns the operation object of OpenAPI for an operation. */
export function toOperationObject(operation: Operation, schemas: JsonSchemas, examples: readonly Example[]): Json {
  const { id, tag, summary, description, body, isOpen, answers } = operation;
  const parameters = [...queryParameters(operation, schemas), ...headerParameters(operation)];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(isOpen === true && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: toRequestBody(body, schemas, examples) }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => {
        const own = examples.filter((example) => example.answer.status === Number(status));
        return [status, toResponse(answer, schemas, own)];
      }),
    ),
  };
}

function queryParameters({ query, id }: Operation, schemas: JsonSchemas): readonly Json[] {
  if (query === undefined) return [];
  const { shape } = query.schema;
  const stray = Object.keys(query.about).find((name) => !Object.hasOwn(shape, name));
  if (stray !== undefined) throw new Error(`${id} has no parameter ${stray}.`);
  return Object.entries(shape).map(([name, schema]) => {
    const about = query.about[name];
    if (about === undefined) throw new Error(`The parameter ${name} of ${id} is not described.`);
    const required = !z.safeParse(schema, undefined).success;
    return {
      name,
      in: 'query',
      required,
      description: about.description,
      schema: about.schema ?? schemas.of(schema, 'input'),
    };
  });
}

const headerParameters = ({ headers = [] }: Operation): readonly Json[] =>
  headers.map((name) => ({
    name: name.split(':', 1)[0],
    in: 'header',
    required: false,
    ...REQUEST_HEADERS[name],
  }));

function toRequestBody(
  { description, contents, isOptional }: NonNullable<Operation['body']>,
  schemas: JsonSchemas,
  examples: readonly Example[],
): Json {
  const shown = (contentType: string): Json => {
    // Of XML an example would be a text, which the schema of its elements does not describe.
    const own = examples.filter(
      ({ request, answer }) =>
        request.contentType === contentType && contentType !== 'application/xml' && answer.status < 400,
    );
    return named(own.map((example) => [example.title, example.request.body]));
  };
  const content = Object.entries(contents).map(([contentType, schema]) => {
    const json = schemas.of(schema, 'input');
    const isForm = contentType === 'multipart/form-data';
    return [contentType, { schema: isForm ? withFieldExamples(json, examples) : json, ...shown(contentType) }];
  });
  return {
    ...(description !== undefined && { description }),
    required: isOptional !== true,
    content: Object.fromEntries(content),
  };
}

/**
 * Gives the fields of a form the values of the first example, because the viewer fills in its forms field
 * by field, and makes up what it does not find.
 */
function withFieldExamples(schema: Json, examples: readonly Example[]): Json {
  const first = examples.find(({ request }) => request.contentType === 'multipart/form-data')?.request.body ?? {};
  const properties = Object.entries(schema['properties'] ?? {}).map(([name, property]: [string, object]) => {
    const value: unknown = Object.entries(first).find(([field]) => field === name)?.[1];
    const isFile = JSON.stringify(property).includes('"binary"');
    return [name, isFile || value === undefined ? property : { ...property, examples: [value] }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function toResponse(answer: Answer, schemas: JsonSchemas, examples: readonly Example[]): Json {
  const { description, headers = [], body, example, contentTypes = ['application/json'] } = answer;
  const shown = headers.map((name) => [name, ANSWER_HEADERS[name]]);
  const content = body && {
    content: Object.fromEntries(
      contentTypes.map((contentType) => {
        const isJson = contentType.endsWith('json');
        const recorded = examples.map(({ title, answer: { body: value } }): [string, unknown] => [title, value]);
        const values =
          recorded.length > 0 || example === undefined ? recorded : [[example.title, example.value] as const];
        return [contentType, { schema: schemas.of(body, 'output'), ...(isJson && named(values)) }];
      }),
    ),
  };
  return { description, ...(shown.length > 0 && { headers: Object.fromEntries(shown) }), ...content };
}

/** Returns examples under names made of their titles; nothing where there are none. */
function named(examples: readonly (readonly [title: string, value: unknown])[]): Json {
  if (examples.length === 0) return {};
  const entries = examples.map(([title, value]) => [
    title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    { summary: title, value },
  ]);
  return { examples: Object.fromEntries(entries) };
}
