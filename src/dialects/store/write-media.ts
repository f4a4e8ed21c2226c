import type { Context } from 'hono';
import { fingerprint } from '../../catalogue/fingerprint.ts';
import { libraryName } from '../../catalogue/library-name.ts';
import { changeLibrary, type LibraryChange, type LibraryDone, type LibraryWrite } from '../../catalogue/library.ts';
import type { Access } from '../../model/model.ts';
import { takeIn } from '../../catalogue/upload.ts';
import { subjectPrefix } from '../../delivery/keys.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { admitBodiless, admitBody } from './authenticate.ts';
import { MAX_JSON_BYTES, parseBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { MAX_MEDIA_BODY_BYTES, MAX_MEDIA_BYTES, parseMediaBody, type MediaBody } from './media-body.ts';
import { toWireMedia } from './media.ts';
import { pathOfResource } from './paths.ts';
import { mediaChangeSchema, readRows } from './rows.ts';

type Answer = Promise<Result<Response, StoreFault>>;

/** The seed's .gif, .jpg and .png, told by the bytes. */
const ACCEPTED = { maxBytes: MAX_MEDIA_BYTES, formats: ['gif', 'jpeg', 'png'] } as const;

/** POST: puts a file into the library, where it stays until a person takes it out. */
export async function createMedia(c: Context<AppEnv>): Answer {
  const limit = { maxBytes: MAX_MEDIA_BODY_BYTES, tooLarge: 'file-too-large' } as const;
  return await admitBody(c, limit, parseMediaBody, async (access, body) => {
    const rows = readRows([{ label: undefined, fields: body.fields }], mediaChangeSchema);
    if (!rows.ok) return rows;
    const [{ filename, alt_text = '', media_folder = 'general' } = {}] = rows.value;
    const { bytes } = body;
    if (bytes === undefined) {
      return fail({ kind: 'fields-invalid', fields: { media_data: 'media_data must be a file in base64' } });
    }
    const fields = { filename, alt_text, media_folder };
    return await run(c, access, { kind: 'add', fields, bytes }, 201, async () => {
      const { ports } = c.var.service;
      const upload = await takeIn(ports, access.store.hash, { kind: 'file', bytes, fileName: filename }, ACCEPTED);
      if (!upload.ok) return upload;
      const name =
        filename === undefined
          ? ({ kind: 'next-free', name: libraryName(upload.value) } as const)
          : ({ kind: 'exact', filename } as const);
      const media = { upload: upload.value, folder: media_folder, isKept: true, altText: alt_text, name };
      return ok({ kind: 'add', media });
    });
  });
}

/** PUT: changes the name, the text and the folder of a media. */
export async function updateMedia(c: Context<AppEnv>): Answer {
  const limit = { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' } as const;
  return await admitBody(c, limit, parseBody, async (access, body) => {
    const mediaId = readMediaId(c);
    if (!mediaId.ok) return mediaId;
    const rows = readRows([{ label: undefined, fields: body.fields }], mediaChangeSchema);
    if (!rows.ok) return rows;
    const [{ filename, alt_text, media_folder } = {}] = rows.value;
    const fields = { filename, alt_text, media_folder };
    const update = { mediaId: mediaId.value, filename, altText: alt_text, folder: media_folder };
    return await run(c, access, { kind: 'update', fields, bytes: undefined }, 200, () =>
      Promise.resolve(ok({ kind: 'update', update })),
    );
  });
}

/** DELETE: takes a media that nothing uses out of the library. */
export async function deleteMedia(c: Context<AppEnv>): Answer {
  const { listings } = c.var.service.ports;
  const admitted = await admitBodiless(c, 'modify', async (credentials) => ({
    caller: await listings.caller(credentials),
    value: undefined,
  }));
  if (!admitted.ok) return admitted;
  const mediaId = readMediaId(c);
  if (!mediaId.ok) return mediaId;
  const change: LibraryChange = { kind: 'remove', mediaId: mediaId.value };
  return await run(c, admitted.value.access, { kind: 'remove', fields: {}, bytes: undefined }, 200, () =>
    Promise.resolve(ok(change)),
  );
}

function readMediaId(c: Context<AppEnv>): Result<number, StoreFault> {
  const label = c.req.param('media') ?? '';
  const mediaId = parseId(label);
  return mediaId === undefined ? fail({ kind: 'media-not-found', mediaId: label }) : ok(mediaId);
}

/** What is asked of the library, as far as it makes two requests with one Idempotency-Key the same. */
interface Asked {
  readonly kind: LibraryChange['kind'];
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly bytes: MediaBody['bytes'];
}

async function run(
  c: Context<AppEnv>,
  access: Access,
  { kind, fields, bytes }: Asked,
  status: number,
  prepare: () => Promise<Result<LibraryChange, StoreFault>>,
): Answer {
  const { ports, origin } = c.var.service;
  const { store } = access;
  const key = idempotencyKey(c.req.raw.headers);
  if (!key.ok) return key;
  const path = pathOfResource(c.req.path);
  const idempotency: LibraryWrite['idempotency'] =
    key.value === undefined
      ? undefined
      : { key: key.value, fingerprint: await fingerprint({ method: c.req.method, path, fields, file: bytes }) };
  const done = await changeLibrary<StoreFault>(ports, { access, kind, idempotency }, prepare);
  if (!done.ok) return done;
  const { media, isReplay } = done.value;
  if (kind !== 'remove')
    return ok(envelope(status, { media: [toWireMedia(media, store, origin)] }, replay(done.value)));
  if (!isReplay) {
    await ports.pictures.dropRenditions([subjectPrefix(store.hash, { kind: 'media', mediaId: media.id })]);
  }
  return ok(envelope(status, {}, replay(done.value)));
}

const replay = ({ isReplay }: LibraryDone): Record<string, string> =>
  isReplay ? { 'Idempotency-Replayed': 'true' } : {};
