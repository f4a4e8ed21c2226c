import type { Command } from '../gallery/commands.ts';
import { uploadsOf } from '../gallery/commands.ts';
import type { Executed } from '../gallery/command-handler.ts';
import type { GalleryAddress } from '../gallery/calls.ts';
import type { OperationRecord } from '../gallery/ports.ts';
import { renditionPrefixes } from '../delivery/keys.ts';
import type { Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { Access } from '../model/model.ts';
import { newOperationId } from '../model/operation-id.ts';
import type { CataloguePorts } from './ports.ts';
import { isGivenProductId, productGuid } from '../model/product-guid.ts';

/** A write that was let in, before its bytes are taken in. */
export interface Write {
  readonly access: Access;
  readonly productId: number;
  /** The Idempotency-Key with the request's fingerprint, where the client sent one. */
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | undefined;
  /** The versions that If-Match allows; undefined without that header. */
  readonly allowedVersions: readonly number[] | undefined;
}

/**
 * Carries out one command on one product: claims the Idempotency-Key, lets `prepare` take the bytes in, hands the
 * command to the product's gallery, and clears away what is left over. Nothing is lost and nothing happens twice.
 */
export async function write(
  ports: CataloguePorts,
  request: Write,
  prepare: () => Promise<Result<Command, Fault>>,
): Promise<Result<Executed, Fault>> {
  const { idempotency, ...rest } = request;
  const operationId = newOperationId();
  const record = idempotency && { scope: `product:${request.productId}`, ...idempotency };
  if (record === undefined) return await carryOut(ports, { ...rest, operationId, record }, prepare);

  const address = addressOf(request);
  const claimed = await ports.galleries.claim(address, record, operationId);
  if (!claimed.ok) return claimed;
  if (claimed.value.kind === 'answered') return { ok: true, value: claimed.value.executed };
  return await carryOut(ports, { ...rest, operationId, record }, async () => {
    let prepared: Result<Command, Fault> | undefined;
    try {
      prepared = await prepare();
    } finally {
      if (prepared?.ok !== true) await ports.galleries.release(address, record, operationId);
    }
    return prepared;
  });
}

/**
 * Carries out one command that is known by its record alone, as items of jobs are: the record is written in the
 * command's own transaction, so a second time gives the first outcome, also at once or after a crash.
 */
export async function writeRecorded(
  ports: CataloguePorts,
  request: Omit<Write, 'idempotency' | 'allowedVersions'>,
  record: OperationRecord,
  prepare: () => Promise<Result<Command, Fault>>,
): Promise<Result<Executed, Fault>> {
  const recorded = { ...request, allowedVersions: undefined, operationId: newOperationId(), record };
  return await carryOut(ports, recorded, prepare);
}

interface RecordedWrite extends Omit<Write, 'idempotency'> {
  readonly operationId: string;
  readonly record: OperationRecord | undefined;
}

function addressOf({ access, productId }: Pick<Write, 'access' | 'productId'>): GalleryAddress {
  const product = { storeId: access.store.id, productId };
  return { product, guid: productGuid(product) };
}

async function carryOut(
  ports: CataloguePorts,
  { access, productId, allowedVersions, operationId, record }: RecordedWrite,
  prepare: () => Promise<Result<Command, Fault>>,
): Promise<Result<Executed, Fault>> {
  const prepared = await prepare();
  if (!prepared.ok) return prepared;
  const command = prepared.value;
  const executed = await ports.galleries.execute(addressOf({ access, productId }), {
    operationId,
    command,
    productLabel: String(productId),
    registeredProductsOnly: access.store.settings.registeredProductsOnly || isGivenProductId(productId),
    allowedVersions,
    record,
  });
  await clearAway(ports, access.store.hash, productId, command, executed);
  return executed;
}

async function clearAway(
  ports: CataloguePorts,
  storeHash: string,
  productId: number,
  command: Command,
  executed: Result<Executed, Fault>,
): Promise<void> {
  if (executed.ok) {
    const { isReplay, deletedIds } = executed.value;
    const prefixes = isReplay ? [] : renditionPrefixes(storeHash, productId, command, deletedIds);
    if (prefixes.length > 0) await ports.pictures.dropRenditions(prefixes);
    return;
  }
  // While the outcome is open the bytes may be part of the catalogue: then they are left to the sweep.
  if (executed.fault.kind === 'busy') return;
  const keys = uploadsOf(command).flatMap(({ originalKey, renderKey }) => [originalKey, renderKey ?? []].flat());
  if (keys.length > 0) await ports.pictures.discard(keys);
}
