import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Access } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import { newOperationId } from '../model/ids.ts';
import type { Placeholder } from '../model/media.ts';
import type { ProductImage } from '../model/product.ts';
import type { ProductRef } from '../model/product-guid.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { CommandResult } from '../gallery/operation.ts';
import { type CommandPorts, executeWrite, type KeyedRequest, recordOf } from './commands.ts';
import type { Fault } from './faults.ts';
import type { WithAccess } from './image-reads.ts';

/** A deleted image that can come back. */
export interface TrashedRow extends Pick<
  ProductImage,
  'id' | 'productId' | 'gallery' | 'description' | 'fileStem' | 'format' | 'revision'
> {
  /** The name that its file came with; empty where it came without one. */
  readonly originalName: string;
  readonly placeholder: Placeholder | null;
  readonly deletedAtMs: number;
  /** Who deleted it; undefined where the journal does not say any more. */
  readonly actor: Actor | undefined;
}

/** Where a page of the trash goes on: after this image, among those deleted at one time. */
export interface TrashPosition {
  readonly deletedAtMs: number;
  readonly imageId: number;
}

/** A request to empty the trash, or some of it. */
export interface EmptyTrash {
  readonly storeId: number;
  readonly actor: Actor;
  /** undefined: the oldest images. */
  readonly imageIds: readonly number[] | undefined;
  readonly limit: number;
  readonly operationId: string;
  readonly record: IdempotencyRecord;
}

/** What came of emptying: how many images are gone for good, and how many are left in the store's trash. */
export interface EmptiedTrash {
  readonly emptied: number;
  readonly left: number;
  readonly isReplay: boolean;
}

/** The port to the trash in the database; each method but `empty` is one round trip. */
export interface TrashStore {
  /** Lists the trash of the caller's store, or of one product, newest first. */
  list(
    tokenDigest: string,
    ref: ProductRef | undefined,
    page: { readonly after: TrashPosition | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly TrashedRow[]>>;
  /** Returns which of these images are in the trash. */
  inTrash(storeId: number, imageIds: readonly number[]): Promise<readonly number[]>;
  /** Returns the products that these images are or were on, by image; those that are gone for good are missing. */
  productsOf(storeId: number, imageIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Removes images for good, with the media that nothing else shows. Undefined: the key was another request's. */
  empty(request: EmptyTrash): Promise<EmptiedTrash | undefined>;
}

/** How many images one request removes for good. */
export const MAX_EMPTIED_IDS = 1000;

/**
 * How many images one request brings back. Each may be of another product, which takes up to two calls, and the platform
 * allows 1000 of a request.
 */
export const MAX_RESTORED_IDS = 250;

/** How many products get their images back at a time. */
const PRODUCTS_AT_A_TIME = 6;

/** What came of one image that was to come back. */
export interface RestoreResult {
  readonly imageId: number;
  /** undefined: there is no such image, neither in the trash nor on a product. */
  readonly productId: number | undefined;
  /** undefined: it is on its product. */
  readonly fault: Fault | undefined;
}

/**
 * Brings images back to the products that they were on: one command for each product, all or nothing. Images that are
 * not in the trash do not fail the others.
 */
export async function restoreImages(
  ports: CommandPorts & { readonly trash: Pick<TrashStore, 'productsOf'> },
  access: Access,
  imageIds: readonly number[],
  idempotency: KeyedRequest | undefined,
): Promise<readonly RestoreResult[]> {
  const products = await ports.trash.productsOf(access.store.id, imageIds);
  const outcomes = new Map<number, Result<CommandResult, Fault>>();
  const waiting = [...new Set(products.values())];
  const restoreNext = async (): Promise<void> => {
    for (let productId = waiting.pop(); productId !== undefined; productId = waiting.pop()) {
      const ofProduct = imageIds.filter((id) => products.get(id) === productId);
      const write = { access, productId, idempotency, allowedVersions: undefined };
      const command = { kind: 'restore', imageIds: ofProduct } as const;
      outcomes.set(productId, await executeWrite(ports, write, () => Promise.resolve(ok(command))));
    }
  };
  await Promise.all(Array.from({ length: PRODUCTS_AT_A_TIME }, restoreNext));
  return imageIds.map((imageId) => {
    const productId = products.get(imageId);
    if (productId === undefined) {
      return { imageId, productId, fault: { kind: 'image-not-found', imageId: String(imageId) } };
    }
    const outcome = outcomes.get(productId);
    return { imageId, productId, fault: outcome?.ok === false ? outcome.fault : undefined };
  });
}

/** Empties the trash, or some of it, for good. Faults: key-reused. */
export async function emptyTrash(
  trash: Pick<TrashStore, 'empty'>,
  { store, actor }: Access,
  imageIds: readonly number[] | undefined,
  idempotency: KeyedRequest | undefined,
): Promise<Result<EmptiedTrash, Fault>> {
  const operationId = newOperationId();
  const emptied = await trash.empty({
    storeId: store.id,
    actor,
    imageIds,
    limit: MAX_EMPTIED_IDS,
    operationId,
    record: recordOf('trash', idempotency, operationId),
  });
  return emptied === undefined ? fail({ kind: 'key-reused' }) : ok(emptied);
}
