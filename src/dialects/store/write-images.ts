import type { Context } from 'hono';
import { executeWrite, type WriteConditions } from '../../catalogue/commands.ts';
import type { Command } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { AppEnv } from '../../http/service.ts';
import { type BodyStep, NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import { authorizeRequest } from './authenticate.ts';
import { parseStoreBody, type StoreBody } from './body.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { openWireImages } from './image.ts';
import {
  imageChangeSchema,
  imageRowChangeSchema,
  newImageSchema,
  readRows,
  type BodyRow,
  splitRows,
} from './body-rows.ts';
import {
  authorizeSignedWrite,
  type SignedWriteTarget,
  JSON_BODY_LIMIT,
  signedBodyStep,
  toWriteHttpRequest,
} from './signed-body-step.ts';

type HandlerResult = Promise<Result<Response, StoreFault>>;

/** The rows of a body, as sent and as parsed. */
interface ParsedRows<T> {
  readonly rows: readonly BodyRow[];
  readonly values: readonly T[];
}

/** POST images: places one or many media on a product, all or none. 201 with the images. */
export async function createImages(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeSignedWrite(c),
    ...rowsStep(c, newImageSchema, splitRows),
    execute: async ({ target, body, conditions }) => {
      const command: Command = {
        kind: 'create',
        images: body.values.map(({ media_id, alt_text, sort_order }) => ({
          gallery: 'shop',
          sortOrder: sort_order,
          isThumbnail: undefined,
          description: alt_text,
          source: { kind: 'media', mediaId: media_id },
        })),
      };
      const executed = await executeOnProduct(c, target.access, command, conditions);
      return executed.ok ? executed : fail(withRowField(executed.fault, body.rows));
    },
    answer: (executed, { access }) => ok(answerImages(c, access, 201, executed)),
  });
}

/** PUT images: changes the images that the rows name, all or none. 200 with the images. */
export async function updateImages(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeSignedWrite(c),
    ...rowsStep(c, imageRowChangeSchema, splitRows),
    execute: async ({ target, body, conditions }) => {
      const executed = await executeOnProduct(c, target.access, updateCommand(body.values), conditions);
      if (executed.ok) return executed;
      const ids = body.values.map(({ id }) => id);
      return fail(withRowField(executed.fault, body.rows, ids));
    },
    answer: (executed, { access }) => ok(answerImages(c, access, 200, executed)),
  });
}

/** PUT one image: 200 with the image. */
export async function updateImage(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeSignedWrite(c),
    ...rowsStep(c, imageChangeSchema, (fields) => ok([{ key: undefined, fields }])),
    execute: async ({ target, body, conditions }): Promise<Result<CommandResult, StoreFault>> => {
      const id = readImageId(c);
      if (!id.ok) return id;
      const changes = body.values.map((change) => ({ ...change, id: id.value }));
      return await executeOnProduct(c, target.access, updateCommand(changes), conditions);
    },
    answer: (executed, { access }) => ok(answerImages(c, access, 200, executed)),
  });
}

/** DELETE one image. Its media stays in the library when it is pinned. */
export async function deleteImage(c: Context<AppEnv>): HandlerResult {
  return await runWrite(toWriteHttpRequest(c), {
    authorize: () => authorizeRequest(c, 'write'),
    ...NO_BODY,
    execute: async ({ target, conditions }): Promise<Result<CommandResult, StoreFault>> => {
      const id = readImageId(c);
      if (!id.ok) return id;
      return await executeOnProduct(c, target, { kind: 'delete', gallery: 'shop', imageIds: [id.value] }, conditions);
    },
    answer: (executed) => ok(envelope(200, {}, replayHeader(executed))),
  });
}

/** Returns the step that reads the rows of a body; when one is invalid, all are refused. */
function rowsStep<T>(
  c: Context<AppEnv>,
  schema: z.ZodMiniType<T>,
  split: (fields: object) => Result<readonly BodyRow[], StoreFault>,
): BodyStep<SignedWriteTarget, ParsedRows<T>, StoreFault> {
  return signedBodyStep<StoreBody, ParsedRows<T>>(c, {
    limit: JSON_BODY_LIMIT,
    parse: parseStoreBody,
    read: ({ fields }) => {
      const rows = split(fields);
      if (!rows.ok) return rows;
      const values = readRows(rows.value, schema);
      return values.ok ? ok({ rows: rows.value, values: values.value }) : values;
    },
    toContent: ({ values }) => ({ fields: { body: JSON.stringify(values) }, file: undefined }),
  });
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
    focalPoint: undefined,
    upload: undefined,
  }));
  return { kind: 'update', gallery: 'shop', updates, makeRoom: false };
}

function readImageId(c: Context<AppEnv>): Result<number, StoreFault> {
  const rawId = c.req.param('image') ?? '';
  const id = parseId(rawId);
  return id === undefined ? fail({ kind: 'image-not-found', imageId: rawId }) : ok(id);
}

/** Executes a command on the product in the path. Faults: product-not-found, and those of `executeWrite`. */
async function executeOnProduct(
  c: Context<AppEnv>,
  access: Access,
  command: Command,
  conditions: WriteConditions,
): Promise<Result<CommandResult, StoreFault>> {
  const rawId = c.req.param('product') ?? '';
  const productId = parseId(rawId);
  if (productId === undefined) return fail({ kind: 'product-not-found', productId: rawId });
  const request = { access, productId, ...conditions };
  return await executeWrite(c.get('service').ports, request, () => Promise.resolve(ok(command)));
}

/** Returns the fault with the row and field that caused it. A flat body has no row. */
function withRowField(fault: StoreFault, rows: readonly BodyRow[], ids: readonly number[] = []): StoreFault {
  const field = (index: number, name: string): string => [rows[index]?.key ?? [], name].flat().join('.');
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

function answerImages(c: Context<AppEnv>, { store }: Access, status: number, executed: CommandResult): Response {
  const images = executed.rows.images.map(openWireImages(store, c.get('service').origin));
  return envelope(status, { images }, replayHeader(executed));
}
