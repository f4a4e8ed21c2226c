import { ingestUpload, type UploadPorts } from '../../catalogue/upload.ts';
import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { parseJsonBody } from '../../http/json-body.ts';
import type { BodyStep } from '../../http/write-pipeline.ts';
import type { IngestFault } from '../../ingest/faults.ts';
import { MAX_FILE_BYTES } from '../../ingest/limits.ts';
import { readMultipartStream, type StreamedPart } from '../../ingest/multipart-stream.ts';
import type { Upload } from '../../model/media.ts';
import { sha256Hex } from '../../platform/digest.ts';
import { uploadMemory } from '../../platform/isolate-memory.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { V1Fault } from './faults.ts';
import { DEFAULT_PLAN, MAX_NEW_IMAGES, type NewImagePlan, plansSchema } from './new-image-body.ts';
import { MAX_JSON_BYTES } from './json-body-step.ts';
import { parseBody, toPointer } from './schema-errors.ts';

/** The longest form, in bytes: less than the 100 MB that Cloudflare lets through. */
const MAX_FORM_BYTES = 90 * 1024 * 1024;

/** A file of a form, which was stored or refused while the rest was still to come. */
interface ReceivedFile {
  readonly fileName: string | undefined;
  readonly sha256: string;
  readonly stored: Result<Upload, IngestFault>;
}

/** The files of a form with the plans of their images. */
export interface ImageForm {
  readonly files: readonly ReceivedFile[];
  readonly plans: readonly NewImagePlan[];
}

type FormPorts = UploadPorts & {
  readonly pictures: { readonly discard: (keys: readonly string[]) => Promise<void> };
};

/** Removes what was stored of files that do not become images. */
export async function discardFiles(ports: FormPorts, files: readonly ReceivedFile[]): Promise<void> {
  const keys = files.flatMap(({ stored }) =>
    stored.ok ? [stored.value.originalKey, stored.value.renderKey ?? []].flat() : [],
  );
  if (keys.length > 0) await ports.pictures.discard(keys);
}

/**
 * Returns the step that reads a form with parts `file`, and optionally a part `images` with the plans of their images.
 * The bytes of each file are stored before the next one is read, so that one file is in memory at a time. Faults: those
 * of `readMultipartStream`, image-missing, file-misnamed, body-invalid, body-not-json.
 */
export function imageFormStep(ports: FormPorts, request: Request): BodyStep<ProductTarget, ImageForm, V1Fault> {
  return {
    bodyLimit: undefined,
    parse: async (_bytes, { access: { store } }) => {
      const files: ReceivedFile[] = [];
      const form = await receive(ports, request, store.hash, files);
      if (!form.ok) await discardFiles(ports, files);
      return form;
    },
    toContent: ({ files, plans }) => ({
      fields: { files: JSON.stringify(files.map(({ fileName, sha256 }) => [fileName, sha256])), ...toText(plans) },
      file: undefined,
    }),
  };
}

const toText = (plans: readonly NewImagePlan[]): { readonly images: string } => ({ images: JSON.stringify(plans) });

async function receive(
  ports: FormPorts,
  request: Request,
  storeHash: string,
  files: ReceivedFile[],
): Promise<Result<ImageForm, V1Fault>> {
  let images: Uint8Array | undefined;
  const limits = {
    maxBytes: MAX_FORM_BYTES,
    maxPartBytes: MAX_FILE_BYTES,
    maxParts: MAX_NEW_IMAGES + 1,
    fileFields: ['file'],
  };
  const openMemory = (mostBytes: number) => uploadMemory.open(storeHash, mostBytes);
  const read = await readMultipartStream<V1Fault>(request, limits, openMemory, async (part) => {
    if (part.kind === 'empty-file') return ok(null);
    if (part.name === 'images') {
      images = part.kind === 'file' ? part.bytes.slice() : new TextEncoder().encode(part.text);
      const isTooLarge = part.isTooLarge || images.length > MAX_JSON_BYTES;
      return isTooLarge ? fail({ kind: 'body-too-large', maxBytes: MAX_JSON_BYTES }) : ok(null);
    }
    if (part.name !== 'file' || part.kind !== 'file') return refusePart(part);
    if (files.length === MAX_NEW_IMAGES) return invalid('/file', `There are ${MAX_NEW_IMAGES} files at most.`);
    files.push(await receiveFile(ports, storeHash, part));
    return ok(null);
  });
  if (!read.ok) return read;
  if (files.length === 0) return fail({ kind: 'image-missing' });
  const plans = images === undefined ? ok(files.map(() => DEFAULT_PLAN)) : parsePlans(images, files.length);
  return plans.ok ? ok({ files, plans: plans.value }) : plans;
}

async function receiveFile(
  ports: FormPorts,
  storeHash: string,
  { bytes, fileName, isTooLarge }: Extract<StreamedPart, { kind: 'file' }>,
): Promise<ReceivedFile> {
  const stored = isTooLarge
    ? fail({ kind: 'file-too-large', maxBytes: MAX_FILE_BYTES } as const)
    : await ingestUpload(ports, storeHash, { kind: 'file', bytes, fileName });
  return { fileName, sha256: await digestOf(stored, bytes, isTooLarge), stored };
}

/**
 * Returns what stands for a file in the fingerprint of its request. Of one that is too large the bytes are passed over,
 * and what is left of them depends on how they came: it counts by its name alone, for it is refused in any case.
 */
async function digestOf(stored: Result<Upload, IngestFault>, bytes: Uint8Array, isTooLarge: boolean): Promise<string> {
  if (isTooLarge) return 'too large';
  return stored.ok ? stored.value.sha256 : await sha256Hex(bytes);
}

function refusePart({ name, kind }: Exclude<StreamedPart, { kind: 'empty-file' }>): Result<never, V1Fault> {
  if (kind === 'file') return fail({ kind: 'file-misnamed', field: name });
  return name === 'file' ? fail({ kind: 'image-missing' }) : invalid(toPointer([name]), 'There is no such field.');
}

function parsePlans(bytes: Uint8Array, count: number): Result<readonly NewImagePlan[], V1Fault> {
  const json = parseJsonBody(bytes);
  if (!json.ok) return json;
  const parsed = parseBody(plansSchema, json.value, ['images']);
  if (!parsed.ok || parsed.value.length === count) return parsed;
  return invalid('/images', `It has as many members as there are files: ${count}.`);
}

const invalid = (pointer: string, detail: string): Result<never, V1Fault> =>
  fail({ kind: 'body-invalid', errors: [{ pointer, detail }] });
