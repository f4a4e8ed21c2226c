import { parseImageName } from '../delivery/image-name.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import * as z from '../platform/schema.ts';
import { MAX_BATCH_ROWS } from './limits.ts';
import type { Task } from './job.ts';

const rowSchema = z.strictObject({
  productGuid: z.string(),
  gallery: z.enum(['shop', 'shop360']),
  imageName: z.optional(z.string()),
});

/**
 * Parses a batch file: one JSON object a line, `{productGuid, gallery, imageName?}` (SH-32). A malformed line becomes a
 * task that fails with the reason, and the other lines are still executed. The fault is a sentence about the whole
 * file: it has no rows, or too many.
 */
export function parseBatch(bytes: Uint8Array, clearReferences: boolean): Result<readonly Task[], string> {
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return fail('The file has no rows.');
  if (lines.length > MAX_BATCH_ROWS) return fail(`The file has more than ${MAX_BATCH_ROWS} rows.`);
  return ok(lines.map((line) => toTask(line, clearReferences)));
}

function toTask(line: string, clearReferences: boolean): Task {
  const row = rowSchema.safeParse(parseJson(line));
  if (!row.success) {
    return { kind: 'reject', reason: 'The row must be a JSON object {productGuid, gallery, imageName}.' };
  }
  const { productGuid, gallery, imageName } = row.data;
  if (imageName === undefined) return { kind: 'delete', productGuid, gallery, clearReferences };
  const imageId = parseImageName(imageName);
  if (imageId === undefined) return { kind: 'no-image', name: imageName };
  return { kind: 'delete', productGuid, gallery, imageId, name: imageName, clearReferences };
}

function parseJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}
