import { ownerPrefix } from '../delivery/rendition-keys.ts';
import { type Command, uploadsOf } from '../gallery/commands.ts';
import type { CommandResult, GalleryAddress } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import { isAssignedProductId, productGuid } from '../model/product-guid.ts';
import type { Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { CataloguePorts } from './ports.ts';

/** An Idempotency-Key with the fingerprint of the request that it came with. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/** What a request says of being repeated, and of the versions that it may change. */
export interface WriteConditions {
  /** undefined where the client sent no Idempotency-Key. */
  readonly idempotency: KeyedRequest | undefined;
  /** The versions that If-Match allows; undefined without that header. */
  readonly allowedVersions: readonly number[] | undefined;
}

/** Who writes to which product. */
export interface WriteTarget {
  readonly access: Access;
  readonly productId: number;
}

/** A write by a caller who may make it, before its bytes are taken in. */
export type WriteRequest = WriteTarget & WriteConditions;

/** What executing a command takes. */
export type CommandPorts = Pick<CataloguePorts, 'galleries'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'discard' | 'dropRenditions'>;
};

/** Takes the bytes in that a command needs, and makes the command. */
export type PrepareCommand = () => Promise<Result<Command, Fault>>;

/**
 * Executes one command on one product: locks the Idempotency-Key, lets `prepare` take the bytes in, hands the command
 * to the product's gallery, and removes what is left over. Nothing is lost and nothing happens twice.
 */
export async function executeWrite(
  ports: CommandPorts,
  { access, productId, idempotency, allowedVersions }: WriteRequest,
  prepare: PrepareCommand,
): Promise<Result<CommandResult, Fault>> {
  const operationId = newOperationId();
  const record = idempotency && { scope: `product:${productId}`, ...idempotency };
  const write = { access, productId, allowedVersions, operationId, record };
  if (record === undefined) return await run(ports, write, prepare);

  const address = addressOf(write);
  const locked = await ports.galleries.acquireKey(address, record, operationId);
  if (!locked.ok) return locked;
  if (locked.value.kind === 'answered') return { ok: true, value: locked.value.executed };
  return await run(ports, write, async () => {
    let prepared: Result<Command, Fault> | undefined;
    try {
      prepared = await prepare();
    } finally {
      if (prepared?.ok !== true) await ports.galleries.releaseKey(address, record, operationId);
    }
    return prepared;
  });
}

/**
 * Executes one command that is known by its record alone, as items of jobs are: the record is written in the command's
 * own transaction, so a second time gives the first result, also at once or after a crash.
 */
export async function executeRecorded(
  ports: CommandPorts,
  { access, productId }: WriteTarget,
  record: IdempotencyRecord,
  prepare: PrepareCommand,
): Promise<Result<CommandResult, Fault>> {
  const write = { access, productId, allowedVersions: undefined, operationId: newOperationId(), record };
  return await run(ports, write, prepare);
}

interface IdentifiedWrite extends WriteTarget, Pick<WriteConditions, 'allowedVersions'> {
  readonly operationId: string;
  readonly record: IdempotencyRecord | undefined;
}

function addressOf({ access, productId }: WriteTarget): GalleryAddress {
  const product = { storeId: access.store.id, productId };
  return { product, guid: productGuid(product) };
}

async function run(
  ports: CommandPorts,
  write: IdentifiedWrite,
  prepare: PrepareCommand,
): Promise<Result<CommandResult, Fault>> {
  const prepared = await prepare();
  if (!prepared.ok) return prepared;
  const command = prepared.value;
  const { access, productId, allowedVersions, operationId, record } = write;
  const executed = await ports.galleries.execute(addressOf(write), {
    operationId,
    command,
    rawProductId: String(productId),
    registeredProductsOnly: access.store.settings.registeredProductsOnly || isAssignedProductId(productId),
    allowedVersions,
    record,
  });
  await removeLeftovers(ports, write, command, executed);
  return executed;
}

/** After a command the renditions that it made obsolete, after a refused one the bytes that came with it. */
async function removeLeftovers(
  ports: CommandPorts,
  { access, productId }: WriteTarget,
  command: Command,
  executed: Result<CommandResult, Fault>,
): Promise<void> {
  if (executed.ok) {
    const { isReplay, deletedIds } = executed.value;
    const prefixes = isReplay ? [] : obsoleteRenditions(access.store.hash, productId, command, deletedIds);
    if (prefixes.length > 0) await ports.pictures.dropRenditions(prefixes);
    return;
  }
  // While the outcome is unknown the bytes may be part of the catalogue: then they are left to the sweep.
  if (executed.fault.kind === 'busy') return;
  const keys = uploadsOf(command).flatMap(({ originalKey, renderKey }) => [originalKey, renderKey ?? []].flat());
  if (keys.length > 0) await ports.pictures.discard(keys);
}

/** The prefixes of renditions that a command made obsolete; `deletedIds` are the images that it deleted. */
function obsoleteRenditions(
  storeHash: string,
  productId: number,
  command: Command,
  deletedIds: readonly number[],
): readonly string[] {
  const imagePrefix = (imageId: number): string => ownerPrefix(storeHash, { kind: 'image', productId, imageId });
  const variantPrefix = (variant: string): string => ownerPrefix(storeHash, { kind: 'variant', productId, variant });
  switch (command.kind) {
    case 'create':
      return [];
    case 'update':
      return command.updates.filter(({ upload }) => upload !== undefined).map(({ imageId }) => imagePrefix(imageId));
    case 'delete':
      return command.imageIds.map(imagePrefix);
    case 'delete-page':
      return deletedIds.map(imagePrefix);
    case 'set-variant-image':
      return [variantPrefix(command.variant)];
    case 'set-variant-references':
      return command.references.map(({ variant }) => variantPrefix(variant));
    default:
      return command satisfies never;
  }
}
