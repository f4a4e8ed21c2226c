import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import type { Media } from '../model/media.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { KeyedRequest } from './commands.ts';
import type { Fault, LibraryFault } from './faults.ts';
import type { LibraryChange } from './library-changes.ts';
import type { CataloguePorts } from './ports.ts';

/** A change by a caller who may make it, before its bytes are taken in. */
export interface LibraryWrite {
  readonly access: Access;
  readonly kind: LibraryChange['kind'];
  readonly idempotency: KeyedRequest | undefined;
}

/** The media as it is after the change; for a removal, as it was. */
export interface LibraryResult {
  readonly media: Media;
  /** The answer is an earlier operation's, by its Idempotency-Key. */
  readonly isReplay: boolean;
}

/** Times that one change is sent to a database that does not answer. */
const MAX_ATTEMPTS = 3;

/** What changing the library takes. */
export type LibraryPorts = Pick<CataloguePorts, 'library' | 'nowMs'> & {
  readonly pictures: Pick<CataloguePorts['pictures'], 'discard'>;
};

type LibraryOutcome<F> = Result<LibraryResult, Fault | LibraryFault | F>;

/**
 * Makes one change to a store's library. Every change leaves a record, under its Idempotency-Key or a key of its
 * own, so that it can be sent again when an answer is lost, and still happens once.
 */
export async function changeLibrary<F>(
  ports: LibraryPorts,
  { access, kind, idempotency }: LibraryWrite,
  prepare: () => Promise<Result<LibraryChange, F>>,
): Promise<LibraryOutcome<F>> {
  const record: IdempotencyRecord = {
    scope: `media:${kind}`,
    ...(idempotency ?? { key: newOperationId(), fingerprint: '' }),
  };
  const answered = idempotency && (await findAnswer(ports, access, record, true));
  if (answered !== undefined) return answered;
  const change = await prepare();
  if (!change.ok) return change;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const result = await ports.library.commit(access.store.id, change.value, record, ports.nowMs());
    if (result.kind === 'committed') return ok({ media: result.media, isReplay: false });
    if (result.kind === 'unknown') continue;
    const isFirst = attempt === 0;
    // Nothing of a first batch that was refused has taken; after a lost answer the sweep finds what is left over.
    if (isFirst) await discardBytes(ports, change.value);
    const recorded = idempotency || !isFirst ? await findAnswer(ports, access, record, isFirst) : undefined;
    if (recorded !== undefined) return recorded;
    if (result.kind === 'refused') return fail(result.fault);
  }
  return fail({ kind: 'busy', retryAfterSeconds: 1 });
}

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
