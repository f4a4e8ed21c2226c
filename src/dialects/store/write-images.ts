import type { Context } from 'hono';
import { write, type Write } from '../../catalogue/commands.ts';
import { fingerprint } from '../../catalogue/fingerprint.ts';
import type { Access } from '../../model/model.ts';
import type { Command } from '../../gallery/commands.ts';
import type { Executed } from '../../gallery/command-handler.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { allowedVersions } from '../../http/conditional.ts';
import { idempotencyKey, replayHeader } from '../../http/idempotency.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { admitBodiless, admitBody } from './authenticate.ts';
import { MAX_JSON_BYTES, parseBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { toWireImage } from './image.ts';
import { pathOfResource } from './paths.ts';
import { imageChangeSchema, imageRowChangeSchema, newImageSchema, readRows, splitRows, type Row } from './rows.ts';

type Answer = Promise<Result<Response, StoreFault>>;

const JSON_LIMIT = { maxBytes: MAX_JSON_BYTES, tooLarge: 'body-too-large' } as const;

/** POST: places media on a product, one or many, all or none. */
export async function createImages(c: Context<AppEnv>): Answer {
  return await admitBody(c, JSON_LIMIT, parseBody, async (access, { fields }) => {
    const rows = splitRows(fields);
    if (!rows.ok) return rows;
    const images = readRows(rows.value, newImageSchema);
    if (!images.ok) return images;
    const command: Command = {
      kind: 'create',
      images: images.value.map(({ media_id, alt_text, sort_order }) => ({
        gallery: 'shop',
        sortOrder: sort_order,
        isThumbnail: undefined,
        description: alt_text,
        source: { kind: 'media', mediaId: media_id },
      })),
    };
    const executed = await run(c, access, command, images.value);
    return executed.ok ? ok(answerImages(c, access, 201, executed.value)) : fail(blameRow(executed.fault, rows.value));
  });
}

/** PUT of many: rows that name their images, all or none. */
export async function updateImages(c: Context<AppEnv>): Answer {
  return await admitBody(c, JSON_LIMIT, parseBody, async (access, { fields }) => {
    const rows = splitRows(fields);
    if (!rows.ok) return rows;
    const changes = readRows(rows.value, imageRowChangeSchema);
    if (!changes.ok) return changes;
    const ids = changes.value.map(({ id }) => id);
    const executed = await run(c, access, updateCommand(changes.value), changes.value);
    if (executed.ok) return ok(answerImages(c, access, 200, executed.value));
    return fail(blameRow(executed.fault, rows.value, ids));
  });
}

/** PUT of one image. */
export async function updateImage(c: Context<AppEnv>): Answer {
  return await admitBody(c, JSON_LIMIT, parseBody, async (access, { fields }) => {
    const label = c.req.param('image') ?? '';
    const id = parseId(label);
    if (id === undefined) return fail({ kind: 'image-not-found', imageId: label });
    const changes = readRows([{ label: undefined, fields }], imageChangeSchema);
    if (!changes.ok) return changes;
    const executed = await run(
      c,
      access,
      updateCommand(changes.value.map((change) => ({ ...change, id }))),
      changes.value,
    );
    return executed.ok ? ok(answerImages(c, access, 200, executed.value)) : executed;
  });
}

/** DELETE of one image; its media stays where a person put it into the library. */
export async function deleteImage(c: Context<AppEnv>): Answer {
  const { listings } = c.var.service.ports;
  const admitted = await admitBodiless(c, 'modify', async (credentials) => ({
    caller: await listings.caller(credentials),
    value: undefined,
  }));
  if (!admitted.ok) return admitted;
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  if (imageId === undefined) return fail({ kind: 'image-not-found', imageId: label });
  const executed = await run(c, admitted.value.access, { kind: 'delete', gallery: 'shop', imageIds: [imageId] }, {});
  return executed.ok ? ok(envelope(200, {}, replayHeader(executed.value))) : executed;
}

function updateCommand(
  changes: readonly {
    readonly id: number;
    readonly alt_text?: string | undefined;
    readonly sort_order?: number | undefined;
  }[],
): Command {
  const updates = changes.map(({ id, alt_text, sort_order }) => ({
    imageId: id,
    sortOrder: sort_order,
    isThumbnail: undefined,
    description: alt_text,
    upload: undefined,
  }));
  return { kind: 'update', gallery: 'shop', updates, makeRoom: false };
}

async function run(
  c: Context<AppEnv>,
  access: Access,
  command: Command,
  fields: object,
): Promise<Result<Executed, StoreFault>> {
  const label = c.req.param('product') ?? '';
  const productId = parseId(label);
  if (productId === undefined) return fail({ kind: 'product-not-found', productId: label });
  const request = await describeWrite(c, access, productId, fields);
  if (!request.ok) return request;
  return await write(c.var.service.ports, request.value, () => Promise.resolve(ok(command)));
}

async function describeWrite(
  c: Context<AppEnv>,
  access: Access,
  productId: number,
  fields: object,
): Promise<Result<Write, StoreFault>> {
  const { headers } = c.req.raw;
  const key = idempotencyKey(headers);
  if (!key.ok) return key;
  const identity = {
    method: c.req.method,
    path: pathOfResource(c.req.path),
    fields: { body: JSON.stringify(fields) },
    file: undefined,
  };
  const idempotency =
    key.value === undefined ? undefined : { key: key.value, fingerprint: await fingerprint(identity) };
  return ok({ access, productId, idempotency, allowedVersions: allowedVersions(headers) });
}

/** Names the row and field by which a bulk call failed; a flat body has no row. */
function blameRow(fault: StoreFault, rows: readonly Row[], ids: readonly number[] = []): StoreFault {
  const field = (index: number, name: string): string => [rows[index]?.label ?? [], name].flat().join('.');
  if (fault.kind === 'media-missing') {
    const name = field(fault.row, 'media_id');
    return { kind: 'fields-invalid', fields: { [name]: `${name}: there is no media ${fault.mediaId}` } };
  }
  if (fault.kind !== 'image-not-found') return fault;
  const name = field(
    ids.findIndex((id) => String(id) === fault.imageId),
    'id',
  );
  return { kind: 'fields-invalid', fields: { [name]: `${name}: there is no image ${fault.imageId}` } };
}

function answerImages(c: Context<AppEnv>, { store }: Access, status: number, executed: Executed): Response {
  const images = executed.outcome.images.map((image) => toWireImage(image, store, c.var.service.origin));
  return envelope(status, { images }, replayHeader(executed));
}
