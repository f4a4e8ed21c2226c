import { writeRecorded } from '../catalogue/commands.ts';
import type { Fault } from '../catalogue/faults.ts';
import { checkProduct } from '../catalogue/products-by-guid.ts';
import { parseProductGuid } from '../model/product-guid.ts';
import { takeIn } from '../catalogue/upload.ts';
import { imageName } from '../delivery/image-name.ts';
import type { Command } from '../gallery/commands.ts';
import type { Executed } from '../gallery/command-handler.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import { itemRecord } from './item-record.ts';
import type { ItemNote, TakenItem, Task } from './model.ts';
import type { JobDeps } from './ports.ts';

/** What carrying an item out gave. */
export interface Done {
  readonly imageId: number | undefined;
  readonly note: ItemNote | undefined;
}

/** What one item does; a batch's file is no item yet. */
type ItemTask = Exclude<Task, { kind: 'read-batch' }>;
type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

/** Carries out one item's command through the product's gallery; twice is once, by the item's record. */
export async function carryOut(deps: JobDeps, item: TakenItem, task: ItemTask): Promise<Result<Done, JobFault>> {
  const done = await carryOutTask(deps, item, task);
  return done.ok ? done : fail(byName(done.fault, task));
}

async function carryOutTask(deps: JobDeps, item: TakenItem, task: ItemTask): Promise<Result<Done, JobFault>> {
  switch (task.kind) {
    case 'create':
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

/** The gallery knows images by number, callers of jobs by name. */
function byName(fault: JobFault, task: ItemTask): JobFault {
  const isOfImage = fault.kind === 'image-not-found' || fault.kind === 'image-used-by-variant';
  return isOfImage && 'name' in task ? { ...fault, imageId: task.name ?? fault.imageId } : fault;
}

async function storeImage(
  deps: JobDeps,
  item: TakenItem,
  task: TaskOf<'create'> | TaskOf<'replace'>,
): Promise<Result<Done, JobFault>> {
  if (item.productId === undefined) return fail({ kind: 'product-not-found', productId: '' });
  const ports = deps.catalogue(item.origin);
  const executed = await execute(deps, item, item.productId, async () => {
    const upload = await takeIn(ports, item.store.hash, { kind: 'url', url: task.sourceUrl });
    if (!upload.ok) return upload;
    const { gallery, sortOrder } = task;
    if (task.kind === 'create') {
      const isThumbnail = task.mayLead ? 'when-first' : undefined;
      const source = { kind: 'upload', upload: upload.value } as const;
      const image = { gallery, sortOrder, isThumbnail, description: task.description, source } as const;
      return ok({ kind: 'create', images: [image] });
    }
    const { imageId, description } = task;
    const update = { imageId, sortOrder, isThumbnail: undefined, description, upload: upload.value };
    return ok({ kind: 'update', gallery, updates: [update], makeRoom: false });
  });
  return executed.ok ? ok({ imageId: executed.value.outcome.images[0]?.id, note: undefined }) : executed;
}

async function deleteImages(
  deps: JobDeps,
  item: TakenItem,
  { productGuid, gallery, imageId, clearReferences }: TaskOf<'delete'>,
): Promise<Result<Done, JobFault>> {
  const ref = parseProductGuid(productGuid);
  const head = ref && (await deps.products.head(item.store.id, ref));
  const known = checkProduct(item.store, productGuid, ref, head);
  if (!known.ok) return known;
  if (head === undefined) {
    return imageId === undefined ? ok(NOTHING) : fail({ kind: 'image-not-found', imageId: String(imageId) });
  }
  const executed = await execute(deps, item, head.productId, async () => {
    if (imageId !== undefined) {
      const references = clearReferences ? {} : ({ references: 'refuse' } as const);
      return ok({ kind: 'delete', gallery, imageIds: [imageId], ...references });
    }
    const imageIds = await deps.products.imageIds(item.store.id, head.productId, gallery);
    const references = clearReferences ? {} : ({ references: 'skip' } as const);
    return ok({ kind: 'delete', gallery, imageIds, whenMissing: 'skip', ...references });
  });
  if (!executed.ok) return executed;
  const skipped = executed.value.outcome.images.map(imageName);
  if (skipped.length === 0) return ok(NOTHING);
  const note = deps.words.describe({ kind: 'image-used-by-variant', imageId: skipped.join(', ') });
  return ok({ imageId: undefined, note });
}

const NOTHING: Done = { imageId: undefined, note: undefined };

async function execute(
  deps: JobDeps,
  item: TakenItem,
  productId: number,
  prepare: () => Promise<Result<Command, Fault>>,
): Promise<Result<Executed, JobFault>> {
  const access = { store: item.store, scope: 'modify' } as const;
  return await writeRecorded(deps.catalogue(item.origin), { access, productId }, itemRecord(item), prepare);
}
