import * as z from 'zod';
import { buildDocument } from '../reference/document.ts';
import { readExamples } from '../scripts/openapi/read-examples.ts';
import type { Api } from './apis.ts';

/** What the site reads of an OpenAPI document; the viewer shows the rest. */
const documentSchema = z.looseObject({
  openapi: z.string().startsWith('3.1'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  servers: z.array(z.looseObject({ url: z.string() })).default([]),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** An OpenAPI document. */
export type ApiDocument = z.infer<typeof documentSchema>;

/** Makes the OpenAPI document of an API. */
export type MakeDocument = (api: Api) => unknown;

/** Makes the documents from the schemas and the routes that run, with their examples. */
export const makeDocument: MakeDocument = ({ id }) => buildDocument(id, readExamples(id));

/** Checks that a document has what the site reads of it. @throws where it has not. */
export const parseDocument = (document: unknown): ApiDocument => documentSchema.parse(document);
