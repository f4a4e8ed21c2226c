import { ownerPrefix } from '../delivery/rendition-keys.ts';
import { type Command, uploadsOf } from '../gallery/commands.ts';
import type { CommandResult, GalleryAddress } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import { isAssignedProductId, productGuid } from '../model/product-guid.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { CataloguePorts, Refusal } from './ports.ts';

/** An Idempotency-Key with the fingerprint of the request that it came with. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * Returns the record of an operation that has one always, also where the client sent no key: then its key is one that
 * nobody else has.
 */
export const recordOf = (scope: string, idempotency: KeyedRequest | undefined, ownKey: string): IdempotencyRecord => ({
  scope,
  ...(idempotency ?? { key: ownKey, fingerprint: '' }),
});

/** The conditions that a request's headers set: its Idempotency-Key, and the product versions that it may change. */
export interface WriteConditions {
  /** undefined where the client sent no Idempotency-Key. */
  readonly idempotency: KeyedRequest | undefined;
  /** The versions that If-Match allows; undefined without that header. */
  readonly allowedVersions: readonly number[] | undefined;
}

/** An authorized caller and the product to write to. */
export interface WriteTarget {
  readonly access: Access;
  readonly productId: number;
}

/** An authorized write to a product, before its bytes have been stored. */
export interface WriteRequest extends WriteTarget, WriteConditions {
  /** The digest of the upload URL that the request came by: it uses up one file of it, and its key counts for it. */
  readonly uploadDigest?: string;
  /**
   * Its Idempotency-Key is locked in a call of its own before anything is prepared, as what is fetched is to be fetched
   * once. Bytes that came with the request are worth no call: those of a repeat are put, and removed again.
   */
  readonly locksKey?: boolean;
}

/** The ports that executing a command needs. */
export type CommandPorts = Pick<CataloguePorts, 'galleries'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'discard' | 'dropRenditions'>;
};

/** Stores the bytes that a command needs, and returns the command. */
export type PrepareCommand = () => Promise<Result<Command, Fault>>;

/**
 * Executes one command on one product: has `prepare` store the bytes, sends the command to the product's gallery, and
 * removes bytes that are no longer needed. The command takes effect once, however often its calls are repeated. Of
 * requests with one Idempotency-Key one takes effect, and the others get its answer in their turn (decision 004).
 * Faults: those of `prepare` and of the gallery.
 */
export async function executeWrite(
  ports: CommandPorts,
  { access, productId, idempotency, allowedVersions, uploadDigest, locksKey }: WriteRequest,
  prepare: PrepareCommand,
): Promise<Result<CommandResult, Fault>> {
  const operationId = newOperationId();
  const scope = uploadDigest === undefined ? `product:${productId}` : `upload:${uploadDigest}`;
  const record = idempotency && { scope, ...idempotency };
  const write = { access, productId, allowedVersions, operationId, record, uploadDigest };
  if (record === undefined) return await run(ports, write, prepare);

  const address = addressOf(write);
  const ask = () => ports.galleries.acquireKey(address, record, operationId);
  const release = () => ports.galleries.releaseKey(address, record, operationId);
  if (locksKey === true) {
    const locked = await ask();
    if (!locked.ok) return locked;
    if (locked.value.kind === 'answered') return ok(locked.value.executed);
  }
  let prepared: Result<Command, Fault> | undefined;
  try {
    prepared = await prepare();
  } finally {
    if (prepared?.ok !== true && locksKey === true) await release();
  }
  if (prepared.ok) return await send(ports, write, prepared.value);
  if (locksKey === true) return prepared;
  // Whatever is wrong with the request, a key that was used before comes first.
  const used = await ask();
  if (!used.ok) return used;
  if (used.value.kind === 'answered') return ok(used.value.executed);
  await release();
  return prepared;
}

/**
 * Executes one command without a key lock, as the items of jobs are executed. The record is written in the command's
 * own transaction, so that a repeated execution, even a simultaneous one or one after a crash, returns the first
 * result.
 */
export async function executeRecorded(
  ports: CommandPorts,
  { access, productId }: WriteTarget,
  record: IdempotencyRecord,
  prepare: PrepareCommand,
): Promise<Result<CommandResult, Fault>> {
  const operationId = newOperationId();
  const write = { access, productId, allowedVersions: undefined, operationId, record, uploadDigest: undefined };
  return await run(ports, write, prepare);
}

interface IdentifiedWrite extends WriteTarget, Pick<WriteConditions, 'allowedVersions'> {
  readonly operationId: string;
  readonly record: IdempotencyRecord | undefined;
  readonly uploadDigest: string | undefined;
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
  return prepared.ok ? await send(ports, write, prepared.value) : prepared;
}

async function send(
  ports: CommandPorts,
  write: IdentifiedWrite,
  command: Command,
): Promise<Result<CommandResult, Fault>> {
  const { access, productId, allowedVersions, operationId, record, uploadDigest } = write;
  const executed = await ports.galleries.execute(addressOf(write), {
    operationId,
    command,
    actor: access.actor,
    rawProductId: String(productId),
    registeredProductsOnly: access.store.settings.registeredProductsOnly || isAssignedProductId(productId),
    allowedVersions,
    record,
    uploadDigest,
    rememberedToken: access.remembered,
  });
  await removeLeftovers(ports, write, command, executed);
  return executed.ok ? executed : fail(executed.fault.fault);
}

/**
 * Removes what is no longer needed: the renditions that a command made obsolete, or the bytes of a command that was
 * refused or had been executed before.
 */
async function removeLeftovers(
  ports: CommandPorts,
  { access, productId }: WriteTarget,
  command: Command,
  executed: Result<CommandResult, Refusal>,
): Promise<void> {
  if (executed.ok && !executed.value.isReplay) {
    const prefixes = obsoleteRenditions(access.store.hash, productId, command, executed.value);
    if (prefixes.length > 0) await ports.pictures.dropRenditions(prefixes);
    return;
  }
  // An earlier sending may make the bytes part of the catalogue, now or later; if it does not, the sweep removes them.
  if (!executed.ok && !executed.fault.isFinal) return;
  await discardUploads(ports, command);
}

/** Removes the bytes that were stored for a command that is not to be. */
export async function discardUploads({ pictures }: CommandPorts, command: Command): Promise<void> {
  const keys = uploadsOf(command).flatMap(({ originalKey, renderKey }) => [originalKey, renderKey ?? []].flat());
  if (keys.length > 0) await pictures.discard(keys);
}

/** Returns the key prefixes of the renditions that a command made obsolete. */
function obsoleteRenditions(
  storeHash: string,
  productId: number,
  command: Command,
  { obsoleteIds, obsoleteVariants = [] }: CommandResult,
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
      return obsoleteIds.map(imagePrefix);
    case 'set-variant-image':
      return [variantPrefix(command.variant)];
    case 'set-variant-references':
      return command.references.map(({ variant }) => variantPrefix(variant));
    case 'undo':
      return [...obsoleteIds.map(imagePrefix), ...obsoleteVariants.map(variantPrefix)];
    case 'restore':
      return [];
    default:
      return command satisfies never;
  }
}
