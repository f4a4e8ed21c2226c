import type { Context } from 'hono';
import type { WriteTarget } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import type { Credentials } from '../../catalogue/queries.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { AppEnv } from '../../http/service.ts';
import { NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import {
  authorizeImageWrite,
  authorizeWrite,
  readTokenCredentials,
  noteVerified,
  recallImageWrite,
} from '../bigcommerce/authenticate.ts';
import { imageBodyStep, rememberedForUpdate } from '../bigcommerce/image-body-step.ts';
import { executeCreate, executeDelete, executeUpdate } from '../bigcommerce/image-writes.ts';
import { parseImageBody } from './image-body.ts';
import { openWireImages } from './image.ts';

/** POST an image: 200 with the image. */
export async function createProductImage(c: Context<AppEnv>): Promise<Result<Response, Fault>> {
  const { ports } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeByToken(c, authorizeWrite),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => executeCreate(ports, write),
    answer: (executed, target) => answerImage(c, target, executed),
  });
}

/**
 * PUT changes to an image, or POST a new file for it: 200 with the image. Fault: image-missing when `needsFile` and the
 * body has no file and no URL.
 */
export async function updateProductImage(c: Context<AppEnv>, needsFile: boolean): Promise<Result<Response, Fault>> {
  const { ports } = c.get('service');
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return credentials;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials.value),
    remembered: needsFile ? undefined : rememberedForUpdate(c, credentials.value),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: async (write): Promise<Result<CommandResult, Fault>> => {
      if (needsFile && write.body.source === undefined) return fail({ kind: 'image-missing' });
      return await executeUpdate(ports, write);
    },
    answer: (executed, target) => answerImage(c, target, executed),
  });
}

/** DELETE an image: 204. */
export async function deleteProductImage(c: Context<AppEnv>): Promise<Result<Response, Fault>> {
  const { ports } = c.get('service');
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return credentials;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials.value),
    remembered: { recall: () => recallImageWrite(c, credentials.value), onVerified: noteVerified(c) },
    ...NO_BODY,
    execute: (write) => {
      const imageIds = [write.target.imageId];
      return executeDelete(ports, write, { kind: 'delete', gallery: 'shop', imageIds });
    },
    answer: (executed) => ok(new Response(null, { status: 204, headers: replayHeader(executed) })),
  });
}

/** Reads X-Auth-Token and passes the credentials to `authorize`. */
export async function authorizeByToken<Target>(
  c: Context<AppEnv>,
  authorize: (c: Context<AppEnv>, credentials: Credentials) => Promise<Result<Target, Fault>>,
): Promise<Result<Target, Fault>> {
  const credentials = await readTokenCredentials(c, 'v3');
  return credentials.ok ? await authorize(c, credentials.value) : credentials;
}

function answerImage(c: Context<AppEnv>, { access }: WriteTarget, executed: CommandResult): Result<Response, Fault> {
  const [image] = executed.rows.images;
  // This happens when the write was committed, its answer was lost, and the image was deleted before the client
  // repeated the write.
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: c.req.param('image') ?? '' });
  const data = openWireImages(access.store, c.get('service').origin)(image);
  return ok(Response.json({ data, meta: {} }, { headers: replayHeader(executed) }));
}
