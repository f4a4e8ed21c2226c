import { executeWrite, type WriteTarget } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import type { CataloguePorts } from '../../catalogue/ports.ts';
import { ingestUpload, isFetched } from '../../catalogue/upload.ts';
import type { Command } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import type { ParsedWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ImageWriteTarget } from './authenticate.ts';
import type { ImageBody } from './image-fields.ts';

/**
 * Creates an image in the gallery `shop`. Faults: image-missing when the body has no file and no URL, and those of
 * `ingestUpload` and `executeWrite`.
 */
export async function executeCreate(
  ports: CataloguePorts,
  { target, body, conditions }: ParsedWrite<WriteTarget, ImageBody>,
): Promise<Result<CommandResult, Fault>> {
  const { source } = body;
  if (source === undefined) return fail({ kind: 'image-missing' });
  const request = { ...target, ...conditions, locksKey: isFetched(source) };
  return await executeWrite(ports, request, async (): Promise<Result<Command, Fault>> => {
    const upload = await ingestUpload(ports, target.access.store.hash, source);
    if (!upload.ok) return upload;
    const { sortOrder, isThumbnail, description = '' } = body;
    const bytes = { kind: 'upload', upload: upload.value } as const;
    const image = { gallery: 'shop', sortOrder, isThumbnail, description, source: bytes } as const;
    return ok({ kind: 'create', images: [image] });
  });
}

/**
 * Changes the fields that the body has. When the sort order changes, other images make room (BC-20). Faults: those of
 * `ingestUpload` and `executeWrite`.
 */
export async function executeUpdate(
  ports: CataloguePorts,
  { target, body, conditions }: ParsedWrite<ImageWriteTarget, ImageBody>,
): Promise<Result<CommandResult, Fault>> {
  const { access, productId, imageId } = target;
  const { source, ...fields } = body;
  const request = { access, productId, ...conditions, locksKey: isFetched(source) };
  return await executeWrite(ports, request, async (): Promise<Result<Command, Fault>> => {
    const upload = source && (await ingestUpload(ports, access.store.hash, source));
    if (upload?.ok === false) return upload;
    const change = { imageId, ...fields, focalPoint: undefined, upload: upload?.value };
    return ok({ kind: 'update', gallery: 'shop', updates: [change], makeRoom: true });
  });
}

/** Deletes the images that `command` names. Faults: those of `executeWrite`. */
export async function executeDelete(
  ports: CataloguePorts,
  { target, conditions }: Pick<ParsedWrite<WriteTarget, unknown>, 'target' | 'conditions'>,
  command: Extract<Command, { kind: 'delete' | 'delete-page' }>,
): Promise<Result<CommandResult, Fault>> {
  const { access, productId } = target;
  return await executeWrite(ports, { access, productId, ...conditions }, () => Promise.resolve(ok(command)));
}
