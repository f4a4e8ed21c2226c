import { cleanCopy } from '../ingest/clean-copy.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { makeRenderSource, needsRenderSource } from '../ingest/render-source.ts';
import { FORMATS, type Picture } from '../model/picture.ts';
import { ok, type Result } from '../platform/result.ts';

/** What renditions are made from where that is not the original. */
export interface RenderFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly extension: string;
}

/**
 * Makes the render source of a picture (DEL-2, IMG-25): a PNG of what Images does not read, a clean copy of what has
 * flaws. Returns undefined for a picture that is rendered itself. Faults: those of `makeRenderSource`.
 */
export async function makeRenderFile(
  bytes: Uint8Array,
  picture: Picture,
): Promise<Result<RenderFile | undefined, IngestFault>> {
  const isDecoded = needsRenderSource(picture);
  const made = isDecoded ? await makeRenderSource(bytes, picture) : ok(cleanCopy(bytes, picture));
  if (!made.ok) return made;
  return ok(made.value && { bytes: made.value, ...FORMATS[isDecoded ? 'png' : picture.format] });
}
