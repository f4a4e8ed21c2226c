import * as z from 'zod';
import type { ApiDocument } from './documents.ts';

/** An operation of an API. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  /** The fragment by which the viewer names it. */
  readonly fragment: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head'] as const;

const operationSchema = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
});

/** Lists the operations of a document, in its order, by their paths from the host on. */
export function listOperations({ paths, servers }: ApiDocument): readonly Operation[] {
  const base = (servers[0]?.url ?? '').replace(/\/$/, '');
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => {
      const { operationId, summary, description, tags } = operationSchema.parse(item[method]);
      const tag = tags[0] ?? 'default';
      // Without an id the viewer makes one of method and path.
      const id = operationId ?? `${method}_${path.replace(/[^\w]/g, '_')}`;
      const fragment = `/${encodeURIComponent(tag)}/${encodeURIComponent(id)}`;
      return { method: method.toUpperCase(), path: base + path, summary, description, tag, fragment };
    }),
  );
}
