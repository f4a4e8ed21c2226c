import type { IngestFault } from '../ingest/faults.ts';
import { originalName, safeStem } from '../ingest/file-name.ts';
import { inspectPicture } from '../ingest/inspect.ts';
import { MAX_FILE_BYTES } from '../ingest/limits.ts';
import type { RemoteFile } from '../ingest/fetch-remote.ts';
import { needsRenderSource, makeRenderSource } from '../ingest/render-source.ts';
import type { Upload } from '../model/media.ts';
import { FORMATS, type PictureFormat } from '../model/picture.ts';
import { sha256Hex } from '../platform/digest.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { CataloguePorts } from './ports.ts';

/** What taking bytes in takes. */
export type UploadPorts = Pick<CataloguePorts, 'runWithinBudget' | 'fetchPicture' | 'imports' | 'nowMs'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'put'>;
};

/** Where an image's bytes come from. */
export type ImageSource =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly fileName: string | undefined }
  /** A URL longer than `maxCharacters` is refused; 255 where nothing is said. */
  | { readonly kind: 'url'; readonly url: string; readonly maxCharacters?: number }
  /** A file in the store's import folder. */
  | { readonly kind: 'import'; readonly path: string };

/** When to try again after the bucket did not take an object. */
const STORAGE_RETRY_SECONDS = 2;

/** What a caller takes, where that is less than the service does. */
export interface AcceptedFiles {
  readonly maxBytes: number;
  /** undefined: all that the service knows. */
  readonly formats: readonly PictureFormat[] | undefined;
}

const EVERYTHING: AcceptedFiles = { maxBytes: MAX_FILE_BYTES, formats: undefined };

/**
 * Brings bytes in: fetches them where they are elsewhere, looks what they are, and puts them under a new key
 * (docs/architecture.md, Writing). A crash after it leaves an orphan, which the sweep removes.
 */
export async function ingestUpload(
  ports: UploadPorts,
  storeHash: string,
  source: ImageSource,
  accepted: AcceptedFiles = EVERYTHING,
): Promise<Result<Upload, IngestFault>> {
  if (source.kind === 'file') return await storeOriginal(ports, storeHash, source, accepted);
  // How large it is shows only once it is here, so room for the largest is set aside.
  return await ports.runWithinBudget(MAX_FILE_BYTES, async () => {
    const file = await fetchSource(ports, storeHash, source);
    if (!file.ok) return file;
    const upload = await storeOriginal(ports, storeHash, file.value, accepted);
    return upload.ok || source.kind === 'import' ? upload : fail(asDownloadFault(upload.fault, source.url));
  });
}

async function fetchSource(
  ports: UploadPorts,
  storeHash: string,
  source: Exclude<ImageSource, { kind: 'file' }>,
): Promise<Result<RemoteFile, IngestFault>> {
  switch (source.kind) {
    case 'import':
      return await ports.imports.read(storeHash, source.path);
    case 'url':
      return await ports.fetchPicture(source.url, source.maxCharacters);
    default:
      return source satisfies never;
  }
}

async function storeOriginal(
  ports: UploadPorts,
  storeHash: string,
  { bytes, fileName }: { readonly bytes: Uint8Array; readonly fileName: string | undefined },
  { maxBytes, formats }: AcceptedFiles,
): Promise<Result<Upload, IngestFault>> {
  if (bytes.byteLength > maxBytes) return fail({ kind: 'file-too-large', maxBytes });
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return inspected;
  const picture = inspected.value;
  if (formats?.includes(picture.format) === false) {
    const reason = `The file is ${FORMATS[picture.format].contentType}, which is not accepted here.`;
    return fail({ kind: 'picture-unsupported', reason });
  }
  const rendered = needsRenderSource(picture) ? await makeRenderSource(bytes, picture) : undefined;
  if (rendered?.ok === false) return rendered;
  const { contentType, extension } = FORMATS[picture.format];
  const name = `originals/${storeHash}/${crypto.randomUUID()}`;
  const originalKey = `${name}.${extension}`;
  const renderKey = rendered === undefined ? null : `${name}.render.png`;
  const sha256 = await sha256Hex(bytes);
  const isStored =
    (await ports.pictures.put(originalKey, bytes, contentType)) &&
    (rendered === undefined ||
      renderKey === null ||
      (await ports.pictures.put(renderKey, rendered.value, FORMATS.png.contentType)));
  if (!isStored) return fail({ kind: 'overloaded', retryAfterSeconds: STORAGE_RETRY_SECONDS });
  return ok({
    originalKey,
    renderKey,
    sha256,
    format: picture.format,
    byteCount: bytes.byteLength,
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    frameCount: picture.frameCount,
    hasAlpha: picture.hasAlpha,
    originalName: originalName(fileName ?? ''),
    fileStem: safeStem(fileName ?? ''),
    uploadedAtMs: ports.nowMs(),
  });
}

/** A URL that led to something else than a picture could not be downloaded, as far as the sender can tell. */
function asDownloadFault(fault: IngestFault, url: string): IngestFault {
  return fault.kind === 'picture-unsupported' || fault.kind === 'picture-corrupt' || fault.kind === 'picture-too-large'
    ? { kind: 'download-failed', url, reason: fault.reason }
    : fault;
}
