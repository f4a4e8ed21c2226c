import { changeLibrary, type LibraryResult } from '../../catalogue/library.ts';
import type { LibraryChange } from '../../catalogue/library-changes.ts';
import { MAX_URL_CHARACTERS } from '../../catalogue/load-sources.ts';
import { type ImageSource, ingestUpload } from '../../catalogue/upload.ts';
import { ownerPrefix } from '../../delivery/rendition-keys.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { NO_BODY, type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { originalName } from '../../ingest/file-name.ts';
import { MAX_FILE_BYTES } from '../../ingest/limits.ts';
import { isMultipart } from '../../ingest/multipart.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { libraryName, MAX_FILENAME_CHARACTERS } from '../../model/media-name.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { altSchema } from './alt.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { toWireLibraryMedia } from './media.ts';
import { authorizeRequest, type V1Context } from './request-context.ts';
import { fileFormStep } from './upload-body.ts';

type Handled = Promise<Result<Response, V1Fault>>;
type Write<Body> = ParsedWrite<Access, Body>;

/** What can be said of a media. The name is one of a file, without a path. */
const fields = {
  fileName: z.optional(
    z
      .string()
      .check(
        z.refine(
          (text) => text !== '' && Array.from(text).length <= MAX_FILENAME_CHARACTERS && originalName(text) === text,
          `It is a file name of 1 to ${MAX_FILENAME_CHARACTERS} characters, without path and control characters.`,
        ),
      ),
  ),
  folder: z.optional(z.enum(['general', 'product'], 'It is general or product.')),
  alt: z.optional(altSchema),
};

/** The parts of a form besides its file, and the body of a change. */
export const mediaFormSchema = z.strictObject(fields);

/** The body of a file that is fetched. */
export const mediaUrlSchema = z.strictObject({ url: z.string(), ...fields });

type MediaFields = z.infer<typeof mediaFormSchema>;

/** POST /v1/media: puts a file into the library, from a form or a URL. It stays there until it is deleted. */
export async function createMedia(c: V1Context): Handled {
  const authorize = (): Promise<Result<Access, V1Fault>> => authorizeRequest(c, 'write');
  const answer = async (added: LibraryResult, { store }: Access): Handled => await answerMedia(c, store, added, 201);
  if (isMultipart(c.req.header('Content-Type'))) {
    const step = fileFormStep(c.req.header('Content-Type'), MAX_FILE_BYTES, mediaFormSchema);
    return await runWrite(c.req, {
      authorize,
      ...step,
      execute: (write) => add(c, write, { kind: 'file', ...write.body }, write.body.texts),
      answer,
    });
  }
  return await runWrite(c.req, {
    authorize,
    ...jsonBodyStep(mediaUrlSchema),
    execute: (write) =>
      add(c, write, { kind: 'url', url: write.body.url, maxCharacters: MAX_URL_CHARACTERS }, write.body),
    answer,
  });
}

/** PATCH /v1/media/{id}: changes the name, the folder and the text of a media. */
export async function updateMedia(c: V1Context): Handled {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(mediaFormSchema),
    execute: (write) => {
      const { fileName: filename, folder, alt: altText } = write.body;
      return changeNamed(c, write, (mediaId) => ({ kind: 'update', update: { mediaId, filename, folder, altText } }));
    },
    answer: async (updated, { store }) => await answerMedia(c, store, updated, 200),
  });
}

/** DELETE /v1/media/{id}: deletes a media that nothing shows. Fault: media-in-use. */
export async function deleteMedia(c: V1Context): Handled {
  const { ports, library } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...NO_BODY,
    execute: async (write) => {
      const { store } = write.target;
      const removed = await changeNamed(c, write, (mediaId) => ({ kind: 'remove', mediaId }));
      if (removed.ok) {
        const prefix = ownerPrefix(store.hash, { kind: 'media', mediaId: removed.value.media.id });
        if (!removed.value.isReplay) await ports.pictures.dropRenditions([prefix]);
      } else if (removed.fault.kind === 'media-in-use') {
        const media = await library.mediaOf(store.id, parseId(c.req.param('media') ?? '') ?? 0);
        return fail({ ...removed.fault, uses: media?.useCount ?? 1 });
      }
      return removed;
    },
    answer: (removed) => ok(new Response(null, { status: 204, headers: replayHeader(removed) })),
  });
}

async function add(
  c: V1Context,
  write: Write<unknown>,
  source: ImageSource,
  { fileName, folder = 'general', alt: altText = '' }: MediaFields,
): Promise<Result<LibraryResult, V1Fault>> {
  const { ports } = c.get('service');
  return await change(c, write, 'add', async () => {
    const upload = await ingestUpload(ports, write.target.store.hash, source);
    if (!upload.ok) return upload;
    const name =
      fileName === undefined
        ? ({ kind: 'next-free', name: libraryName(upload.value) } as const)
        : ({ kind: 'exact', filename: fileName } as const);
    return ok({ kind: 'add', media: { upload: upload.value, folder, isPinned: true, altText, name } });
  });
}

/** Makes a change to the media that the path names. Fault: media-not-found, besides those of `change`. */
async function changeNamed(
  c: V1Context,
  write: Write<unknown>,
  toChange: (mediaId: number) => Exclude<LibraryChange, { kind: 'add' }>,
): Promise<Result<LibraryResult, V1Fault>> {
  const rawId = c.req.param('media') ?? '';
  const mediaId = parseId(rawId);
  if (mediaId === undefined) return fail({ kind: 'media-not-found', mediaId: rawId });
  const made = toChange(mediaId);
  return await change(c, write, made.kind, () => Promise.resolve(ok(made)));
}

async function change(
  c: V1Context,
  { target: access, conditions: { idempotency } }: Write<unknown>,
  kind: LibraryChange['kind'],
  prepare: () => Promise<Result<LibraryChange, V1Fault>>,
): Promise<Result<LibraryResult, V1Fault>> {
  return await changeLibrary<V1Fault>(c.get('service').ports, { access, kind, idempotency }, prepare);
}

/** Answers with the media as it is now. Fault: media-not-found, for a repeated request whose media has gone since. */
async function answerMedia(
  c: V1Context,
  store: Access['store'],
  { media: { id }, isReplay }: LibraryResult,
  status: 200 | 201,
): Handled {
  const { library, origin } = c.get('service');
  const media = await library.mediaOf(store.id, id);
  if (media === undefined) return fail({ kind: 'media-not-found', mediaId: String(id) });
  const location = status === 201 ? { Location: `${origin}/v1/media/${id}` } : {};
  const headers = { ...location, ...replayHeader({ isReplay }) };
  return ok(Response.json(toWireLibraryMedia(media, store, origin), { status, headers }));
}
