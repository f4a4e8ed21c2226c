import * as fc from 'fast-check';
import type { Json } from '../../../reference/description.ts';
import { hostileBody, hostileText } from './hostile-values.ts';
import { mutate, mutation } from './mutate.ts';
import type { DocumentedOperation } from './operations.ts';
import { valuesOf } from './schema-arbitrary.ts';

/** A request as it is generated, before it has credentials. */
export interface GeneratedRequest {
  readonly operation: DocumentedOperation;
  readonly server: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: GeneratedBody | undefined;
  readonly credentials: 'own' | 'reading' | 'none' | 'wrong';
}

/** A text with its type, or the fields of a form. */
export type GeneratedBody =
  | { readonly kind: 'text'; readonly contentType: string | undefined; readonly text: string }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [string, unknown])[] };

/** Parameters that make an answer wait: only a hostile value or none. */
const WAITING = new Set(['wait']);

/** Returns a value as a parameter or a field has it: a text as it is, and everything else as JSON. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Mostly what is as described, and sometimes what is not. */
const mostly = <T>(described: fc.Arbitrary<T>, hostile: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: described, weight: 6 }, { arbitrary: hostile, weight: 1 });

/** Returns requests of any of the operations. */
export const requestsOf = (operations: readonly DocumentedOperation[]): fc.Arbitrary<GeneratedRequest> =>
  fc.oneof(...operations.map(requestsTo));

function requestsTo(operation: DocumentedOperation): fc.Arbitrary<GeneratedRequest> {
  return fc.record({
    operation: fc.constant(operation),
    server: fc.constantFrom(...operation.servers),
    path: pathOf(operation),
    query: queryOf(operation),
    headers: headersOf(operation),
    body: bodyOf(operation),
    credentials: fc.oneof(
      { arbitrary: fc.constant('own' as const), weight: 12 },
      { arbitrary: fc.constantFrom('reading' as const, 'none' as const, 'wrong' as const), weight: 1 },
    ),
  });
}

const parametersIn = ({ parameters }: DocumentedOperation, place: 'path' | 'query' | 'header') =>
  parameters.filter((parameter) => parameter.in === place);

function pathOf(operation: DocumentedOperation): fc.Arbitrary<Readonly<Record<string, string>>> {
  const known: Readonly<Record<string, readonly string[]>> = {
    product: ['7'],
    guid: ['0f8fad5b-d9cb-469f-a165-70867728950e'],
  };
  const values = parametersIn(operation, 'path').map(({ name, schema }) => {
    const described = valuesOf(schema, operation.components).map(asText);
    const names = known[name];
    return [name, mostly(names === undefined ? described : fc.constantFrom(...names), hostileText)];
  });
  return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<string>>);
}

function queryOf(operation: DocumentedOperation): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const given = parametersIn(operation, 'query').map(({ name, schema }) => {
    const described = WAITING.has(name) ? fc.constant('0') : valuesOf(schema, operation.components).map(asText);
    const values = fc.oneof(
      { arbitrary: fc.constant([]), weight: 3 },
      { arbitrary: fc.tuple(mostly(described, hostileText)), weight: 1 },
    );
    return fc.tuple(
      fc.constant(name),
      fc.oneof({ arbitrary: values, weight: 30 }, fc.array(hostileText, { minLength: 2, maxLength: 2 })),
    );
  });
  const strays = fc.oneof(
    { arbitrary: fc.constant([]), weight: 15 },
    { arbitrary: fc.tuple(hostileText, hostileText).map((stray) => [stray]), weight: 1 },
  );
  return fc
    .tuple(strays, ...given)
    .map(([stray, ...lists]) => [
      ...stray.map(([name, value]): readonly [string, string] => [name, value]),
      ...lists.flatMap(([name, values]) => values.map((value): readonly [string, string] => [name, value])),
    ]);
}

/** Texts that a header may be sent with: browsers and servers let no others through. */
const headerText = fc.oneof(
  fc.constantFrom(
    '"v-1.1"',
    '"v1.1"',
    'W/"v-1.1"',
    '*',
    '"',
    ',,,',
    'a'.repeat(300),
    'a b',
    'Sat, 21 Nov 2026 12:37:48 GMT',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.trim()),
);

function headersOf(operation: DocumentedOperation): fc.Arbitrary<Readonly<Record<string, string>>> {
  const named = parametersIn(operation, 'header').map(({ name }) => [name, headerText] as const);
  const others = ['Accept', 'Origin', 'Accept-Language', 'x-d1-bookmark', 'Prefer'].map(
    (name) => [name, headerText] as const,
  );
  return fc.oneof(
    { arbitrary: fc.constant({}), weight: 4 },
    {
      arbitrary: fc.record(Object.fromEntries([...named, ...others]), { requiredKeys: [], noNullPrototype: true }),
      weight: 1,
    },
  ) as fc.Arbitrary<Readonly<Record<string, string>>>;
}

const WRONG_TYPES = [
  undefined,
  'text/plain',
  'application/octet-stream',
  'multipart/form-data',
  'image/png',
  ';;;',
  'application/json; charset=utf-16',
];

function bodyOf({ contents, components }: DocumentedOperation): fc.Arbitrary<GeneratedBody | undefined> {
  const described = Object.entries(contents).map(([type, schema]) => describedBody(type, schema, components));
  if (described.length === 0) return fc.constant(undefined);
  const hostile = fc.record({
    kind: fc.constant('text' as const),
    contentType: fc.constantFrom(
      ...WRONG_TYPES,
      ...Object.keys(contents).filter((type) => !type.startsWith('multipart')),
    ),
    text: hostileBody,
  });
  return mostly(fc.oneof(...described), hostile);
}

function describedBody(type: string, schema: Json, components: Json): fc.Arbitrary<GeneratedBody> {
  const values = valuesOf(schema, components);
  const changes = fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 2 }));
  const mutated = fc.tuple(values, changes).map(([value, made]) => made.reduce(mutate, value));
  if (type === 'multipart/form-data') {
    const entries = (value: unknown) => (typeof value === 'object' && value !== null ? Object.entries(value) : []);
    return mutated.map((value) => ({ kind: 'form' as const, fields: entries(value) }));
  }
  const print = type === 'application/xml' ? toXml : (value: unknown) => JSON.stringify(value);
  return mutated.map((value) => ({ kind: 'text' as const, contentType: type, text: print(value) }));
}

const toXml = (value: unknown): string => {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return `<image>${fields.map(([name, member]) => `<${name}>${asText(member)}</${name}>`).join('')}</image>`;
};
