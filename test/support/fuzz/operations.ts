import * as z from 'zod';
import type { ApiId, Json } from '../../../reference/description.ts';
import { buildDocument } from '../../../reference/document.ts';

const schema = z.record(z.string(), z.unknown());
const parameter = z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema });
const operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameter).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema })) }).optional(),
});
const methods = z.enum(['get', 'post', 'put', 'patch', 'delete', 'options']);
const document = z.looseObject({
  servers: z.array(z.looseObject({ url: z.string() })),
  paths: z.record(
    z.string(),
    z.looseObject({ parameters: z.array(parameter).default([]) }).transform(({ parameters, ...item }) => ({
      parameters,
      operations: z.partialRecord(methods, operation).parse(item),
    })),
  ),
  components: z.looseObject({ schemas: schema }),
});

/** An operation as its document shows it. */
export interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly servers: readonly string[];
  readonly parameters: readonly z.infer<typeof parameter>[];
  readonly contents: Readonly<Record<string, Json>>;
  readonly components: Json;
}

/** Reads the operations out of the document of an API, and knows nothing but what stands there. */
export function documentedOperations(id: ApiId): readonly DocumentedOperation[] {
  const { servers, paths, components } = document.parse(buildDocument(id));
  return Object.entries(paths).flatMap(([path, { parameters, operations }]) =>
    Object.entries(operations).map(([method, { operationId, parameters: own, requestBody }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      servers: servers.map(({ url }) => (url === '/' ? '' : url)),
      parameters: [...parameters, ...own],
      contents: Object.fromEntries(
        Object.entries(requestBody?.content ?? {}).map(([type, content]) => [type, content.schema]),
      ),
      components: components.schemas,
    })),
  );
}
