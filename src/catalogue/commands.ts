import type { Command } from '../gallery/commands.ts';
import { uploadsOf } from '../gallery/commands.ts';
import type { Executed } from '../gallery/desk.ts';
import type { GalleryAddress } from '../gallery/calls.ts';
import type { OperationRecord } from '../gallery/ports.ts';
import { renditionPrefixes } from '../delivery/keys.ts';
import type { Result } from '../result.ts';
import type { Fault } from './faults.ts';
import type { Access } from './model.ts';
import { newOperationId } from './operation-id.ts';
import type { CataloguePorts } from './ports.ts';
import { isGivenProductId, productGuid } from './product-guid.ts';

/** A write that was let in, before its bytes are taken in. */
export interface Write {
  readonly access: Access;
  readonly productId: number;
  /**
   * The Idempotency-Key with the request's fingerprint, where the client sent one. Keys of one scope exclude each
   * other; undefined: the product's.
   */
  readonly idempotency: { readonly scope?: string; readonly key: string; readonly fingerprint: string } | undefined;
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
  const { access, productId, idempotency, allowedVersions } = request;
  const product = { storeId: access.store.id, productId };
  const address: GalleryAddress = { product, guid: productGuid(product) };
  const operationId = newOperationId();
  const record: OperationRecord | undefined = idempotency && { scope: `product:${productId}`, ...idempotency };

  if (record !== undefined) {
    const claimed = await ports.galleries.claim(address, record, operationId);
    if (!claimed.ok) return claimed;
    if (claimed.value.kind === 'answered') return { ok: true, value: claimed.value.executed };
  }
  const prepared = await prepare();
  if (!prepared.ok) {
    if (record !== undefined) await ports.galleries.release(address, record, operationId);
    return prepared;
  }
  const command = prepared.value;
  const executed = await ports.galleries.execute(address, {
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
  if (executed.ok && !executed.value.isReplay) {
    const prefixes = renditionPrefixes(storeHash, productId, command);
    if (prefixes.length > 0) await ports.pictures.dropRenditions(prefixes);
    return;
  }
  // While the outcome is open the bytes may be part of the catalogue: then they are left to the sweep.
  if (!executed.ok && executed.fault.kind === 'busy') return;
  const keys = uploadsOf(command).flatMap(({ originalKey, renderKey }) => [originalKey, renderKey ?? []].flat());
  if (keys.length > 0) await ports.pictures.discard(keys);
}
