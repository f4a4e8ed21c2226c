import { executeRecorded } from '../catalogue/commands.ts';
import type { Fault } from '../catalogue/faults.ts';
import { checkProduct } from '../catalogue/products-by-guid.ts';
import { ingestUpload } from '../catalogue/upload.ts';
import { imageName } from '../delivery/image-name.ts';
import type { Command, MediaSource } from '../gallery/commands.ts';
import type { CommandResult } from '../gallery/operation.ts';
import type { Access } from '../model/access.ts';
import { parseProductGuid } from '../model/product-guid.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import type { ItemPorts, JobDeps } from './job-context.ts';
import { itemRecord } from './job-store.ts';
import type { ItemNote, LeasedItem, Task } from './job.ts';

/** The result of an executed item. */
export interface ExecutedItem {
  /** The image that was created or replaced. */
  readonly imageId: number | undefined;
  /** What has to be said of the item although it succeeded. */
  readonly note: ItemNote | undefined;
}

/** The task of an item that can be executed; reading a batch file is done elsewhere. */
type ItemTask = Exclude<Task, { kind: 'read-batch' }>;
type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

/** Executes one item's command in the product's gallery. Because of the item's record, it takes effect only once. */
export async function executeItem(
  deps: JobDeps,
  item: LeasedItem,
  task: ItemTask,
): Promise<Result<ExecutedItem, JobFault>> {
  const done = await executeTask(deps, item, task);
  return done.ok ? done : fail(withImageName(done.fault, task));
}

async function executeTask(deps: JobDeps, item: LeasedItem, task: ItemTask): Promise<Result<ExecutedItem, JobFault>> {
  switch (task.kind) {
    case 'create':
    case 'place':
    case 'replace':
      return await storeImage(deps, item, task);
    case 'delete':
      return await deleteImages(deps, item, task);
    case 'no-image':
      return fail({ kind: 'image-not-found', imageId: task.name });
    case 'reject':
      return fail({ kind: 'body-malformed', reason: task.reason });
    default:
      return task satisfies never;
  }
}

/** Names the image in a fault by the name that the caller used, in place of its id. */
function withImageName(fault: JobFault, task: ItemTask): JobFault {
  const isOfImage = fault.kind === 'image-not-found' || fault.kind === 'image-used-by-variant';
  return isOfImage && 'name' in task ? { ...fault, imageId: task.name ?? fault.imageId } : fault;
}

async function storeImage(
  deps: JobDeps,
  item: LeasedItem,
  task: TaskOf<'create'> | TaskOf<'place'> | TaskOf<'replace'>,
): Promise<Result<ExecutedItem, JobFault>> {
  if (item.productId === undefined) return fail({ kind: 'product-not-found', productId: '' });
  const executed = await executeCommand(deps, item, item.productId, async (ports) => {
    if (task.kind === 'place') {
      return ok(toCreation(item, task, { kind: 'media', mediaId: task.mediaId }));
    }
    const upload = await ingestUpload(ports, item.store.hash, { kind: 'url', url: task.sourceUrl });
    if (!upload.ok) return upload;
    if (task.kind === 'create') return ok(toCreation(item, task, { kind: 'upload', upload: upload.value }));
    const { gallery, sortOrder, imageId, description } = task;
    const update = {
      imageId,
      sortOrder,
      isThumbnail: undefined,
      description,
      focalPoint: undefined,
      upload: upload.value,
    };
    return ok({ kind: 'update', gallery, updates: [update], makeRoom: false });
  });
  return executed.ok ? ok({ imageId: executed.value.rows.images[0]?.id, note: undefined }) : executed;
}

function toCreation(
  { jobId }: LeasedItem,
  { gallery, sortOrder, description, alts, isMain, focalPoint }: TaskOf<'create'> | TaskOf<'place'>,
  source: MediaSource,
): Command {
  const isThumbnail = isMain ?? { jobId };
  const image = {
    gallery,
    sortOrder,
    isThumbnail,
    description,
    ...(alts && { alts }),
    ...(focalPoint && { focalPoint }),
    source,
  };
  return { kind: 'create', images: [image] };
}

async function deleteImages(
  deps: JobDeps,
  item: LeasedItem,
  { productGuid, gallery, imageId, clearReferences }: TaskOf<'delete'>,
): Promise<Result<ExecutedItem, JobFault>> {
  const ref = parseProductGuid(productGuid);
  const head = ref && (await deps.products.head(item.store.id, ref));
  const known = checkProduct(item.store, productGuid, ref, head);
  if (!known.ok) return known;
  if (head === undefined) {
    return imageId === undefined ? ok(NOTHING) : fail({ kind: 'image-not-found', imageId: String(imageId) });
  }
  const executed = await executeCommand(deps, item, head.productId, async () => {
    if (imageId !== undefined) {
      const references = clearReferences ? {} : ({ references: 'refuse' } as const);
      return ok({ kind: 'delete', gallery, imageIds: [imageId], ...references });
    }
    const imageIds = await deps.products.imageIds(item.store.id, head.productId, gallery);
    const references = clearReferences ? {} : ({ references: 'skip' } as const);
    return ok({ kind: 'delete', gallery, imageIds, whenMissing: 'skip', ...references });
  });
  if (!executed.ok) return executed;
  const skipped = executed.value.rows.images.map(imageName);
  if (skipped.length === 0) return ok(NOTHING);
  const note = deps.presenter.toNote({ kind: 'image-used-by-variant', imageId: skipped.join(', ') }, item.api);
  return ok({ imageId: undefined, note });
}

const NOTHING: ExecutedItem = { imageId: undefined, note: undefined };

async function executeCommand(
  deps: JobDeps,
  item: LeasedItem,
  productId: number,
  prepare: (ports: ItemPorts) => Promise<Result<Command, Fault>>,
): Promise<Result<CommandResult, JobFault>> {
  const ports = deps.catalogue(item.origin);
  // The call that the job came by was authorized.
  const actor = { token: undefined, jobId: item.jobId, api: item.api };
  const access: Access = { store: item.store, scope: 'write', apis: [], actor };
  const record = itemRecord(item);
  return await executeRecorded(ports, { access, productId }, record, () => prepare(ports));
}
