import type { IngestFault } from '../ingest/faults.ts';
import { originalName, safeStem } from '../ingest/file-name.ts';
import { inspectPicture } from '../ingest/inspect.ts';
import { MAX_FILE_BYTES } from '../ingest/limits.ts';
import type { RemoteFile } from '../ingest/fetch-remote.ts';
import type { Upload } from '../model/media.ts';
import { FORMATS, type PictureFormat } from '../model/picture.ts';
import { sha256Hex } from '../platform/digest.ts';
import type { Lease } from '../platform/memory-budget.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { CataloguePorts } from './ports.ts';
import { placeholderOf } from './placeholder.ts';
import { makeRenderFile } from './render-file.ts';

/** The ports that storing an upload needs. */
export type UploadPorts = Pick<CataloguePorts, 'openMemory' | 'fetchPicture' | 'imports' | 'scaledPixels' | 'nowMs'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'put'>;
};

/** Where an image's bytes come from. */
export type ImageSource =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly fileName: string | undefined }
  /** A URL longer than `maxCharacters` (default 255) is refused. */
  | { readonly kind: 'url'; readonly url: string; readonly maxCharacters?: number }
  /** A file in the store's import folder. */
  | { readonly kind: 'import'; readonly path: string };

/** Whether a source's bytes come from elsewhere, and not with the request. */
export const isFetched = (source: ImageSource | undefined): boolean => source !== undefined && source.kind !== 'file';

/** Seconds after which to try again where the bucket did not store an object. */
const STORAGE_RETRY_SECONDS = 2;

/** Which files a request accepts, where it accepts fewer than the service does. */
export interface AcceptedFiles {
  readonly maxBytes: number;
  /** undefined: all formats of the service. */
  readonly formats: readonly PictureFormat[] | undefined;
}

const ALL_FILES: AcceptedFiles = { maxBytes: MAX_FILE_BYTES, formats: undefined };

/**
 * Stores an image's bytes: fetches them where that is needed, inspects them, and puts them under a new key
 * (docs/architecture.md, Writing). Bytes that do not become part of the catalogue afterwards are removed by the sweep.
 * Faults: those of fetching and inspecting, and overloaded.
 */
export async function ingestUpload(
  ports: UploadPorts,
  storeHash: string,
  source: ImageSource,
  accepted: AcceptedFiles = ALL_FILES,
): Promise<Result<Upload, IngestFault>> {
  if (source.kind === 'file') return await storeOriginal(ports, storeHash, source, accepted);
  const memory = ports.openMemory(storeHash, MAX_FILE_BYTES);
  try {
    const file = await fetchSource(ports, storeHash, source, memory);
    if (!file.ok) return file;
    const upload = await storeOriginal(ports, storeHash, file.value, accepted);
    return upload.ok || source.kind === 'import' ? upload : fail(asDownloadFault(upload.fault, source.url));
  } finally {
    memory.release();
  }
}

/** Fetches a source, whose bytes count as they come: one that keeps its client waiting holds nothing. */
async function fetchSource(
  ports: UploadPorts,
  storeHash: string,
  source: Exclude<ImageSource, { kind: 'file' }>,
  memory: Lease,
): Promise<Result<RemoteFile, IngestFault>> {
  switch (source.kind) {
    case 'import': {
      const grown = await memory.grow(MAX_FILE_BYTES);
      return grown.ok ? await ports.imports.read(storeHash, source.path) : grown;
    }
    case 'url': {
      const reserve = async (capacityBytes: number): Promise<boolean> =>
        (await memory.grow(capacityBytes - memory.heldBytes)).ok;
      return await ports.fetchPicture(source.url, { maxCharacters: source.maxCharacters, reserve });
    }
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
  const rendered = await makeRenderFile(bytes, picture);
  if (!rendered.ok) return rendered;
  const renderFile = rendered.value;
  const { contentType, extension } = FORMATS[picture.format];
  const name = `originals/${storeHash}/${crypto.randomUUID()}`;
  const originalKey = `${name}.${extension}`;
  const renderKey = renderFile === undefined ? null : `${name}.render.${renderFile.extension}`;
  const sha256 = await sha256Hex(bytes);
  const putting = async (): Promise<boolean> =>
    (await ports.pictures.put(originalKey, bytes, contentType, sha256)) &&
    (renderFile === undefined ||
      renderKey === null ||
      (await ports.pictures.put(renderKey, renderFile.bytes, renderFile.contentType)));
  const source = { original: bytes, renderSource: renderFile?.bytes ?? bytes, picture };
  const [isStored, placeholder] = await Promise.all([putting(), placeholderOf(ports, storeHash, source)]);
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
    placeholder,
    originalName: originalName(fileName ?? ''),
    fileStem: safeStem(fileName ?? ''),
    uploadedAtMs: ports.nowMs(),
  });
}

/** Reports bytes that are no acceptable picture as a failed download, because the client sent only their URL. */
function asDownloadFault(fault: IngestFault, url: string): IngestFault {
  return fault.kind === 'picture-unsupported' || fault.kind === 'picture-corrupt' || fault.kind === 'picture-too-large'
    ? { kind: 'download-failed', url, reason: fault.reason }
    : fault;
}
