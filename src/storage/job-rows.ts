import * as z from '../platform/schema.ts';
import { altsSchema } from './image-rows.ts';
import { JOB_STATUSES, type ItemResult, type Job, type Task } from '../jobs/job.ts';

const gallery = z.enum(['shop', 'shop360']);

const newImage = {
  gallery,
  sortOrder: z.int(),
  description: z.string(),
  alts: z.optional(altsSchema),
  isMain: z.optional(z.boolean()),
  focalPoint: z.optional(z.object({ x: z.number(), y: z.number() })),
};

/** A task as the database stores it. */
const taskSchema = z.union([
  z.object({ kind: z.literal('create'), sourceUrl: z.string(), ...newImage }),
  z.object({ kind: z.literal('place'), mediaId: z.int(), ...newImage }),
  z.object({
    kind: z.literal('replace'),
    gallery,
    imageId: z.int(),
    name: z.optional(z.string()),
    sourceUrl: z.string(),
    sortOrder: z.optional(z.int()),
    description: z.optional(z.string()),
  }),
  z.object({
    kind: z.literal('delete'),
    productGuid: z.string(),
    gallery,
    imageId: z.optional(z.int()),
    name: z.optional(z.string()),
    clearReferences: z.boolean(),
  }),
  z.object({ kind: z.literal('no-image'), name: z.string() }),
  z.object({ kind: z.literal('read-batch'), url: z.string(), clearReferences: z.boolean() }),
  z.object({ kind: z.literal('reject'), reason: z.string() }),
]);

/** Parses a stored task. */
export function parseTask(json: string): Task {
  return taskSchema.parse(JSON.parse(json));
}

const jobSchema = z.object({
  id: z.string(),
  endpoint: z.string(),
  language: z.string(),
  status: z.enum(JOB_STATUSES),
  item_count: z.int(),
  done_count: z.int(),
  failed_count: z.int(),
  result_key: z.string(),
  read_count: z.int(),
  created_at: z.int(),
  completed_at: z.nullable(z.int()),
});

/** The columns that `toJob` reads. */
export const JOB_COLUMNS = Object.keys(jobSchema.shape);

/** Parses a row of jobs. */
export function toJob(row: unknown): Job {
  const parsed = jobSchema.parse(row);
  return {
    id: parsed.id,
    endpoint: parsed.endpoint,
    language: parsed.language,
    status: parsed.status,
    itemCount: parsed.item_count,
    doneCount: parsed.done_count,
    failedCount: parsed.failed_count,
    resultKey: parsed.result_key,
    readCount: parsed.read_count,
    createdAtMs: parsed.created_at,
    completedAtMs: parsed.completed_at ?? undefined,
  };
}

const itemResultSchema = z.object({
  idx: z.int(),
  status: z.enum(['pending', 'done', 'failed']),
  image_id: z.nullable(z.int()),
  error_code: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
});

/** The columns that `toItemResult` reads. */
export const ITEM_RESULT_COLUMNS = Object.keys(itemResultSchema.shape);

/** Parses a row of job_items as the result of an item. */
export function toItemResult(row: unknown): ItemResult {
  const { idx, status, image_id, error_code, error_message } = itemResultSchema.parse(row);
  return {
    index: idx,
    status,
    imageId: image_id ?? undefined,
    note: error_code === null ? undefined : { code: error_code, message: error_message ?? '' },
  };
}
