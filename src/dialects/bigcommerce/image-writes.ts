import { write, type Write } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import type { CataloguePorts } from '../../catalogue/ports.ts';
import { takeIn } from '../../catalogue/upload.ts';
import type { Command } from '../../gallery/commands.ts';
import type { Executed } from '../../gallery/command-handler.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { ImageWrite } from './write-request.ts';

/** Creates an image of gallery `shop`. Faults: image-missing, and those of a write. */
export async function createImage(
  ports: CataloguePorts,
  { write: request, body }: ImageWrite,
): Promise<Result<Executed, Fault>> {
  const { source } = body;
  if (source === undefined) return fail({ kind: 'image-missing' });
  return await write(ports, request, async (): Promise<Result<Command, Fault>> => {
    const upload = await takeIn(ports, request.access.store.hash, source);
    if (!upload.ok) return upload;
    const { sortOrder, isThumbnail, description = '' } = body;
    const bytes = { kind: 'upload', upload: upload.value } as const;
    const image = { gallery: 'shop', sortOrder, isThumbnail, description, source: bytes } as const;
    return ok({ kind: 'create', images: [image] });
  });
}

/** Changes what the body names, and makes room for an image that moves (contract: BigCommerce section 1). */
export async function updateImage(
  ports: CataloguePorts,
  imageId: number,
  { write: request, body }: ImageWrite,
): Promise<Result<Executed, Fault>> {
  return await write(ports, request, async (): Promise<Result<Command, Fault>> => {
    const { source, ...fields } = body;
    const upload = source && (await takeIn(ports, request.access.store.hash, source));
    if (upload?.ok === false) return upload;
    const change = { imageId, ...fields, upload: upload?.value };
    return ok({ kind: 'update', gallery: 'shop', updates: [change], makeRoom: true });
  });
}

/** Deletes what `command` names. */
export async function deleteImages(
  ports: CataloguePorts,
  request: Write,
  command: Extract<Command, { kind: 'delete' | 'delete-page' }>,
): Promise<Result<Executed, Fault>> {
  return await write(ports, request, () => Promise.resolve(ok(command)));
}
