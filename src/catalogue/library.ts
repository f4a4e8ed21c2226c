import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import type { Media } from '../model/media.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type KeyedRequest, recordOf } from './commands.ts';
import type { Fault, LibraryFault } from './faults.ts';
import type { LibraryChange } from './library-changes.ts';
import type { CataloguePorts } from './ports.ts';

/** An authorized change to the library, before its bytes have been stored. */
export interface LibraryWrite {
  readonly access: Access;
  readonly kind: LibraryChange['kind'];
  readonly idempotency: KeyedRequest | undefined;
}

/** The media as it is after the change; for a removal, as it was before. */
export interface LibraryResult {
  readonly media: Media;
  /** True where this is the recorded result of an earlier request with the same Idempotency-Key. */
  readonly isReplay: boolean;
}

/** How often a change is sent to the database while its outcome is unknown. */
const MAX_ATTEMPTS = 3;

/** The ports that changing the library needs. */
export type LibraryPorts = Pick<CataloguePorts, 'library' | 'nowMs'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'discard'>;
};

type LibraryOutcome<F> = Result<LibraryResult, Fault | LibraryFault | F>;

/**
 * Makes one change to a store's library. Every change writes a record, under the request's Idempotency-Key or a new
 * key, so that it can be sent again when an answer was lost and still takes effect once. Faults: those of `prepare`,
 * those of the library, key-reused, and busy.
 */
export async function changeLibrary<F>(
  ports: LibraryPorts,
  { access, kind, idempotency }: LibraryWrite,
  prepare: () => Promise<Result<LibraryChange, F>>,
): Promise<LibraryOutcome<F>> {
  const operationId = newOperationId();
  const record = recordOf(`media:${kind}`, idempotency, operationId);
  const { actor, store } = access;
  const answered = idempotency && (await findAnswer(ports, access, record, true));
  if (answered !== undefined) return answered;
  const change = await prepare();
  if (!change.ok) return change;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const transaction = { storeId: store.id, change: change.value, operationId, record, actor, nowMs: ports.nowMs() };
    const result = await ports.library.commit(transaction);
    if (result.kind === 'committed') return ok({ media: result.media, isReplay: false });
    if (result.kind === 'unknown') continue;
    const isFirst = attempt === 0;
    // A refused first batch wrote nothing, so its bytes can be removed. After a lost answer the bytes may be in use;
    // where they are not, the sweep removes them.
    if (isFirst) await discardBytes(ports, change.value);
    const recorded = idempotency || !isFirst ? await findAnswer(ports, access, record, isFirst) : undefined;
    if (recorded !== undefined) return recorded;
    if (result.kind === 'refused') return fail(result.fault);
  }
  return fail({ kind: 'busy', retryAfterSeconds: 1 });
}

/** Returns the recorded answer to this request; undefined where there is none. Fault: key-reused. */
async function findAnswer(
  ports: LibraryPorts,
  access: Access,
  record: IdempotencyRecord,
  isReplay: boolean,
): Promise<Result<LibraryResult, Fault> | undefined> {
  const recorded = await ports.library.findRecord(access.store.id, record.scope, record.key);
  if (recorded === undefined) return undefined;
  if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
  return ok({ media: recorded.media, isReplay });
}

async function discardBytes(ports: LibraryPorts, change: LibraryChange): Promise<void> {
  if (change.kind !== 'add') return;
  const { originalKey, renderKey } = change.media.upload;
  await ports.pictures.discard(renderKey === null ? [originalKey] : [originalKey, renderKey]);
}
