import type { Command } from '../gallery/commands.ts';
import type { CommandResult } from '../gallery/operation.ts';
import type { Access } from '../model/access.ts';
import type { ProductRef } from '../model/product-guid.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type CommandPorts, executeWrite, type WriteConditions } from './commands.ts';
import type { Fault } from './faults.ts';
import type { ProductHead, ProductReads } from './product-reads.ts';
import { resolveProductForWrite } from './products-by-guid.ts';

/** An authorized caller, and the product that it writes to, which may never have been seen before. */
export interface ProductTarget {
  readonly access: Access;
  readonly ref: ProductRef;
  readonly head: ProductHead | undefined;
}

/** The ports that assigning a number to a product needs. */
export interface AssigningPorts {
  readonly products: Pick<ProductReads, 'assignProductId'>;
  readonly nowMs: () => number;
}

/**
 * Returns the number of a product that is about to have something stored. A product first seen by its GUID is assigned
 * one, which takes a row that stays; so this is called when nothing can be refused any more.
 */
export async function productIdForStoring(
  { products, nowMs }: AssigningPorts,
  { access, ref, head }: ProductTarget,
): Promise<number> {
  return await resolveProductForWrite(products, access.store.id, ref, head, nowMs());
}

/** Returns the number that a product has; undefined for one that was never seen, and so has nothing to change. */
export function knownProductId({ ref, head }: Omit<ProductTarget, 'access'>): number | undefined {
  return head?.productId ?? (ref.kind === 'number' ? ref.productId : undefined);
}

/**
 * Returns the number of a product for a write that changes or deletes what is there. It is undefined for a product that
 * was never seen, which needs no row for that, unless an Idempotency-Key has to be remembered with it.
 */
export async function productIdForChange(
  ports: AssigningPorts,
  target: ProductTarget,
  conditions: WriteConditions,
): Promise<number | undefined> {
  const known = knownProductId(target);
  const isKept = conditions.idempotency !== undefined && changeNothing(conditions).ok;
  return known === undefined && isKept ? await productIdForStoring(ports, target) : known;
}

/**
 * Executes a change on the product that `productIdForChange` returned. Faults: those of the command, and
 * version-mismatch.
 */
export async function executeChange(
  ports: CommandPorts,
  { access }: ProductTarget,
  productId: number | undefined,
  conditions: WriteConditions,
  command: Command,
): Promise<Result<CommandResult, Fault>> {
  if (productId === undefined) return changeNothing(conditions);
  const request = { access, productId, ...conditions };
  return await executeWrite(ports, request, () => Promise.resolve(ok(command)));
}

/** Returns the result of a change to a product that was never seen. Fault: version-mismatch, for its version is 0. */
export function changeNothing({ allowedVersions }: WriteConditions): Result<CommandResult, Fault> {
  const isRefused = allowedVersions !== undefined && !allowedVersions.includes(0);
  return isRefused ? fail({ kind: 'version-mismatch', currentVersion: 0 }) : ok(NOTHING_CHANGED);
}

const NOTHING_CHANGED: CommandResult = {
  rows: { images: [], variants: [], mainImageId: undefined },
  obsoleteIds: [],
  isReplay: false,
};
