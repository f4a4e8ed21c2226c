import { executeWrite } from '../catalogue/commands.ts';
import { toProblem } from '../dialects/v1/problems.ts';
import type { Service } from '../http/service.ts';
import { API_NAMES, type Access } from '../model/access.ts';
import { parseProductRef } from '../model/product-guid.ts';
import { ok } from '../platform/result.ts';
import { findStore } from '../storage/find-store.ts';
import { openDatabase } from './shards.ts';

/** What the operator names: a store by its hash, a product by its number or GUID, and the version to go back to. */
export interface UndoRequest {
  readonly storeHash: string;
  readonly product: string;
  readonly toVersion: number;
}

/** What came of it, with the product's version after it, or why nothing was changed. */
export type UndoReport =
  { readonly isUndone: true; readonly version: number } | { readonly isUndone: false; readonly reason: string };

/** Takes a product back to an earlier version for the operator: one command as any other, without a token. */
export async function runUndo(
  env: Pick<Cloudflare.Env, 'DB' | 'SHARD'>,
  { ports, products, cost }: Pick<Service, 'ports' | 'products' | 'cost'>,
  { storeHash, product, toVersion }: UndoRequest,
): Promise<UndoReport> {
  const store = await findStore(openDatabase(env, cost), storeHash);
  if (store === undefined) return refused(`There is no store ${storeHash}.`);
  const ref = parseProductRef(product);
  const head = ref && (await products.head(store.id, ref));
  if (ref === undefined || head === undefined) return refused(`Store ${storeHash} knows no product ${product}.`);
  const actor = { token: undefined, jobId: undefined, api: undefined };
  const access: Access = { store, scope: 'write', apis: API_NAMES, actor };
  const write = { access, productId: head.productId, idempotency: undefined, allowedVersions: undefined };
  const undone = await executeWrite(ports, write, () => Promise.resolve(ok({ kind: 'undo', toVersion })));
  if (!undone.ok) {
    const { title, detail } = toProblem(undone.fault);
    return refused(`${title}. ${detail}`);
  }
  return { isUndone: true, version: (await products.head(store.id, ref))?.version ?? 0 };
}

const refused = (reason: string): UndoReport => ({ isUndone: false, reason });
