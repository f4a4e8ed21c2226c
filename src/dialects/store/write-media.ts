import type { Context } from 'hono';
import type { WriteConditions } from '../../catalogue/commands.ts';
import type { LibraryChange } from '../../catalogue/library-changes.ts';
import { changeLibrary, type LibraryResult } from '../../catalogue/library.ts';
import { ingestUpload } from '../../catalogue/upload.ts';
import { ownerPrefix } from '../../delivery/rendition-keys.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { AppEnv } from '../../http/service.ts';
import { NO_BODY, type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { libraryName } from '../../model/media-name.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizeRequest } from './authenticate.ts';
import { parseStoreBody, type StoreBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { MAX_MEDIA_BODY_BYTES, MAX_MEDIA_BYTES, type MediaBody, parseMediaBody } from './media-body.ts';
import { toWireMedia } from './media.ts';
import { mediaChangeSchema, readRows } from './body-rows.ts';
import {
  authorizeSignedWrite,
  type SignedWriteTarget,
  JSON_BODY_LIMIT,
  signedBodyStep,
  toWriteHttpRequest,
} from './signed-body-step.ts';

type HandlerResult = Promise<Result<Response, StoreFault>>;

/** The accepted files: GIF, JPEG and PNG, recognized by their bytes (ST-22). */
const ACCEPTED_FILES = { maxBytes: MAX_MEDIA_BYTES, formats: ['gif', 'jpeg', 'png'] } as const;

/** The fields of a media; undefined for a field that the body does not have. */
interface MediaFields {
  readonly filename: string | undefined;
  readonly altText: string | undefined;
  readonly folder: 'general' | 'product' | undefined;
}

/** The fields of a new media with its file. */
interface NewMediaBody extends MediaFields {
  readonly bytes: Uint8Array;
}

/** POST a media: adds a file to the library as pinned media. 201 with the media. */
export async function createMedia(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeSignedWrite(c),
    ...signedBodyStep(c, {
      limit: { maxBytes: MAX_MEDIA_BODY_BYTES, tooLarge: 'file-too-large' },
      parse: parseMediaBody,
      read: readNewMedia,
      toContent: ({ bytes, ...fields }) => ({ fields: toFields(fields), file: bytes }),
    }),
    execute: (write) => executeAdd(c, write),
    answer: (added, { access }) => ok(answerMedia(c, access, 201, added)),
  });
}

/** PUT a media: changes its name, alternative text and folder. 200 with the media. */
export async function updateMedia(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeSignedWrite(c),
    ...signedBodyStep<StoreBody, MediaFields>(c, {
      limit: JSON_BODY_LIMIT,
      parse: parseStoreBody,
      read: readFields,
      toContent: (fields) => ({ fields: toFields(fields), file: undefined }),
    }),
    execute: async ({ target, body, conditions }): Promise<Result<LibraryResult, StoreFault>> => {
      const mediaId = readMediaId(c);
      if (!mediaId.ok) return mediaId;
      const update = { mediaId: mediaId.value, ...body };
      return await executeLibraryChange(c, target.access, conditions, 'update', () =>
        Promise.resolve(ok({ kind: 'update', update })),
      );
    },
    answer: (updated, { access }) => ok(answerMedia(c, access, 200, updated)),
  });
}

/** DELETE a media that no image uses. */
export async function deleteMedia(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeRequest(c, 'write'),
    ...NO_BODY,
    execute: async ({ target, conditions }): Promise<Result<LibraryResult, StoreFault>> => {
      const mediaId = readMediaId(c);
      if (!mediaId.ok) return mediaId;
      const removal = { kind: 'remove', mediaId: mediaId.value } as const;
      const removed = await executeLibraryChange(c, target, conditions, 'remove', () => Promise.resolve(ok(removal)));
      if (removed.ok && !removed.value.isReplay) {
        const prefix = ownerPrefix(target.store.hash, { kind: 'media', mediaId: mediaId.value });
        await c.get('service').ports.pictures.dropRenditions([prefix]);
      }
      return removed;
    },
    answer: (removed) => ok(envelope(200, {}, replayHeader(removed))),
  });
}

function readFields({ fields }: StoreBody): Result<MediaFields, StoreFault> {
  const rows = readRows([{ key: undefined, fields }], mediaChangeSchema);
  if (!rows.ok) return rows;
  const [{ filename, alt_text: altText, media_folder: folder } = {}] = rows.value;
  return ok({ filename, altText, folder });
}

function readNewMedia(body: MediaBody): Result<NewMediaBody, StoreFault> {
  const fields = readFields(body);
  if (!fields.ok) return fields;
  const { bytes } = body;
  if (bytes === undefined) {
    return fail({ kind: 'fields-invalid', fields: { media_data: 'media_data must be a file in base64' } });
  }
  return ok({ ...fields.value, bytes });
}

/** Returns the fields by their names on the wire, which the fingerprint of an Idempotency-Key covers. */
const toFields = ({ filename, altText, folder }: MediaFields): Readonly<Record<string, string | undefined>> => ({
  filename,
  alt_text: altText,
  media_folder: folder,
});

/** Stores the file and adds it to the library. A media without a file name gets the next free one. */
async function executeAdd(
  c: Context<AppEnv>,
  { target, body, conditions }: ParsedWrite<SignedWriteTarget, NewMediaBody>,
): Promise<Result<LibraryResult, StoreFault>> {
  const { filename, altText = '', folder = 'general', bytes } = body;
  return await executeLibraryChange(c, target.access, conditions, 'add', async () => {
    const { ports } = c.get('service');
    const source = { kind: 'file', bytes, fileName: filename } as const;
    const upload = await ingestUpload(ports, target.access.store.hash, source, ACCEPTED_FILES);
    if (!upload.ok) return upload;
    const name =
      filename === undefined
        ? ({ kind: 'next-free', name: libraryName(upload.value) } as const)
        : ({ kind: 'exact', filename } as const);
    return ok({ kind: 'add', media: { upload: upload.value, folder, isPinned: true, altText, name } });
  });
}

async function executeLibraryChange(
  c: Context<AppEnv>,
  access: Access,
  { idempotency }: WriteConditions,
  kind: LibraryChange['kind'],
  prepare: () => Promise<Result<LibraryChange, StoreFault>>,
): Promise<Result<LibraryResult, StoreFault>> {
  return await changeLibrary<StoreFault>(c.get('service').ports, { access, kind, idempotency }, prepare);
}

function readMediaId(c: Context<AppEnv>): Result<number, StoreFault> {
  const rawId = c.req.param('media') ?? '';
  const mediaId = parseId(rawId);
  return mediaId === undefined ? fail({ kind: 'media-not-found', mediaId: rawId }) : ok(mediaId);
}

function answerMedia(c: Context<AppEnv>, { store }: Access, status: number, result: LibraryResult): Response {
  const media = [toWireMedia(result.media, store, c.get('service').origin)];
  return envelope(status, { media }, replayHeader(result));
}
