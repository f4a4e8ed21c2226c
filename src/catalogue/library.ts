import type { OperationRecord } from '../gallery/ports.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault, LibraryFault } from './faults.ts';
import type { NumberedName } from './library-name.ts';
import type { Access, Media, MediaFolder, Upload } from '../model/model.ts';
import { newOperationId } from '../model/operation-id.ts';
import type { CataloguePorts } from './ports.ts';

/** A name that must be free, or one that is numbered until it is. */
export type MediaName =
  { readonly kind: 'exact'; readonly filename: string } | { readonly kind: 'next-free'; readonly name: NumberedName };

/** A media to put into the library. */
export interface NewMedia {
  readonly upload: Upload;
  readonly folder: MediaFolder;
  /** A person put it there: it stays when the last image that shows it goes. */
  readonly isKept: boolean;
  readonly altText: string;
  readonly name: MediaName;
}

/** What to change of a media; what is undefined stays. */
export interface MediaUpdate {
  readonly mediaId: number;
  /** The stem in URLs stays: a URL of a media never changes. */
  readonly filename: string | undefined;
  readonly folder: MediaFolder | undefined;
  readonly altText: string | undefined;
}

/** One change to a store's library. */
export type LibraryChange =
  | { readonly kind: 'add'; readonly media: NewMedia }
  | { readonly kind: 'update'; readonly update: MediaUpdate }
  | { readonly kind: 'remove'; readonly mediaId: number };

export type LibraryCommit =
  | { readonly kind: 'committed'; readonly media: Media }
  /** The record's key has an answer already: nothing was written. */
  | { readonly kind: 'key-taken' }
  /** The database refused: nothing was written. */
  | { readonly kind: 'refused'; readonly fault: LibraryFault }
  /** The answer was lost: it took, or it did not. */
  | { readonly kind: 'unknown' };

/** A change that was let in, before its bytes are taken in. */
export interface LibraryWrite {
  readonly access: Access;
  readonly kind: LibraryChange['kind'];
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | undefined;
}

/** The media as it is after the change; for a removal, as it was. */
export interface LibraryDone {
  readonly media: Media;
  /** The answer is an earlier operation's, by its Idempotency-Key. */
  readonly isReplay: boolean;
}

/** Times that one change is sent to a database that does not answer. */
const MAX_ATTEMPTS = 3;

type LibraryResult<F> = Result<LibraryDone, Fault | LibraryFault | F>;

/**
 * Carries out one change of a store's library. Every change leaves a record, under its Idempotency-Key or a key of its
 * own, so that it can be sent again when an answer is lost, and still happens once.
 */
export async function changeLibrary<F>(
  ports: CataloguePorts,
  { access, kind, idempotency }: LibraryWrite,
  prepare: () => Promise<Result<LibraryChange, F>>,
): Promise<LibraryResult<F>> {
  const record: OperationRecord = {
    scope: `media:${kind}`,
    ...(idempotency ?? { key: newOperationId(), fingerprint: '' }),
  };
  const answered = idempotency && (await recall(ports, access, record, true));
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
    const recorded = idempotency || !isFirst ? await recall(ports, access, record, isFirst) : undefined;
    if (recorded !== undefined) return recorded;
    if (result.kind === 'refused') return fail(result.fault);
  }
  return fail({ kind: 'busy', retryAfterSeconds: 1 });
}

async function recall(
  ports: CataloguePorts,
  access: Access,
  record: OperationRecord,
  isReplay: boolean,
): Promise<Result<LibraryDone, Fault> | undefined> {
  const recorded = await ports.library.recall(access.store.id, record.scope, record.key);
  if (recorded === undefined) return undefined;
  if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
  return ok({ media: recorded.media, isReplay });
}

async function discardBytes(ports: CataloguePorts, change: LibraryChange): Promise<void> {
  if (change.kind !== 'add') return;
  const { originalKey, renderKey } = change.media.upload;
  await ports.pictures.discard(renderKey === null ? [originalKey] : [originalKey, renderKey]);
}
