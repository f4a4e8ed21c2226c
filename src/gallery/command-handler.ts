import { withTimeout } from '../platform/deadline.ts';
import { isMoving, MOVING } from '../model/shard.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type Changes, hasNoChanges } from './changes.ts';
import type { Command } from './commands.ts';
import { createdFacts, factsOfCreated } from './created-facts.ts';
import type { CommandResult, SentOperation } from './operation.ts';
import { decide } from './decide.ts';
import { mediaIdsOf, rowSelectionOf } from './command-rows.ts';
import { evolve } from './evolve.ts';
import type { GalleryFault } from './faults.ts';
import { toJournalEntry } from './journal-entry.ts';
import { mainImageAfter } from './main-image.ts';
import { idsWhoseSizeCounts } from './new-picture.ts';
import type { GalleryStore, ResultRows } from './ports.ts';
import { findShift } from './shift.ts';
import { SerialQueue } from './serial-queue.ts';
import { type GalleryState, MAX_TEXT_BYTES_PER_PRODUCT } from './state.ts';
import { decideRestore, decideUndo, imagesToBringBack, mediaToBringBack } from './undo.ts';

/** The command has to be decided again, on a newer state. */
interface Retry {
  /** True where the batch may have been committed although its answer did not arrive. */
  readonly isOutcomeUnknown: boolean;
}

/** How many commands may wait for one product; further ones are refused as busy. */
const MAX_WAITING = 500;

/** After this time a database call counts as lost, and its outcome as unknown; D1 itself gives up after 30 s. */
const STEP_TIMEOUT_MS = 10_000;

/** How far the clocks of those that send and of those that commit may be apart. */
const MAX_CLOCK_SKEW_MS = 60_000;

/**
 * How often a command is decided before it is refused as busy. Another object of the same product, left over after a
 * move, lives for 30 s at most and commits only a few times.
 */
const MAX_ATTEMPTS = 8;

const BUSY: GalleryFault = { kind: 'busy', retryAfterSeconds: 1 };

const TOKEN_UNKNOWN = fail({ kind: 'token-unknown' } as const);

const NO_ROWS: ResultRows = { images: [], variants: [], mainImageId: undefined };

/** Returns the pictures that a command took away, or that undoing exchanged. */
function obsoletePictures(
  { kind }: Command,
  { deleted, updated, variants }: Changes,
): Pick<CommandResult, 'obsoleteIds' | 'obsoleteVariants'> {
  const deletedIds = deleted.map(({ id }) => id);
  if (kind !== 'undo') return { obsoleteIds: deletedIds };
  const exchangedIds = updated.flatMap(({ id, picture }) => (picture?.kind === 'earlier' ? id : []));
  return { obsoleteIds: [...deletedIds, ...exchangedIds], obsoleteVariants: variants.map(({ variant }) => variant) };
}

/** Executes one product's commands, one at a time (docs/architecture.md, Writing). */
export class CommandHandler {
  readonly #queue = new SerialQueue(MAX_WAITING);
  readonly #stepTimeoutMs: number;
  /** The product as it was last loaded or committed; undefined: to be loaded. */
  #state: GalleryState | undefined;
  /** When this handler last found that another one commits for the same product; it may know repeats that this has not. */
  #otherSeenAtMs = 0;

  constructor(stepTimeoutMs = STEP_TIMEOUT_MS) {
    this.#stepTimeoutMs = stepTimeoutMs;
  }

  /**
   * Executes `operation` when its turn comes. Never throws; database errors become the fault busy.
   *
   * @param store the product's side of the database.
   */
  async execute(
    operation: SentOperation,
    store: GalleryStore,
    nowMs: () => number,
  ): Promise<Result<CommandResult, GalleryFault>> {
    const turn = await this.#queue.run(() => this.#executeWithRetries(operation, store, nowMs()));
    return turn?.value ?? fail(BUSY);
  }

  async #executeWithRetries(
    operation: SentOperation,
    store: GalleryStore,
    nowMs: number,
  ): Promise<Result<CommandResult, GalleryFault>> {
    try {
      let mayBeCommitted = operation.isRepeat || operation.sentAtMs <= this.#otherSeenAtMs;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const executed = await this.#attempt(operation, store, nowMs, mayBeCommitted);
        if ('ok' in executed) return executed;
        mayBeCommitted ||= executed.isOutcomeUnknown || operation.sentAtMs <= this.#otherSeenAtMs;
        this.#state = undefined;
      }
    } catch (error) {
      this.#state = undefined;
      if (isMoving(error)) return fail(MOVING);
      console.error({ event: 'gallery-step-failed', message: String(error) });
    }
    return fail(BUSY);
  }

  /** Decides the command on the newest known state, and commits it. */
  async #attempt(
    operation: SentOperation,
    store: GalleryStore,
    nowMs: number,
    mayBeCommitted: boolean,
  ): Promise<Result<CommandResult, GalleryFault> | Retry> {
    const mayBeStale = this.#state !== undefined;
    const state = (this.#state ??= await this.#withTimeout(store.load()));
    const { command, record } = operation;
    const selection = rowSelectionOf(command);
    // Asked after the state was loaded: what is committed later is refused by its version, or refuses this one.
    const done = mayBeCommitted ? await this.#findDone(operation, store, state) : undefined;
    if (done !== undefined) return ok(done);

    const decision = this.#checkPreconditions(operation, state) ?? (await this.#decide(command, state, store, nowMs));
    if (decision === undefined) return { isOutcomeUnknown: false };
    // The database refuses a batch that was decided on a stale state. A decision that writes nothing is not checked by
    // it, so it is made again on a state that has just been loaded.
    if (mayBeStale && (!decision.ok || hasNoChanges(decision.value))) return { isOutcomeUnknown: false };
    if (!decision.ok) {
      // An earlier request with the same Idempotency-Key may have deleted what is missing now; its answer is replayed.
      return (await this.#replay(operation, store)) ?? decision;
    }
    if (hasNoChanges(decision.value) && record === undefined) {
      if (operation.rememberedToken !== undefined) return TOKEN_UNKNOWN;
      const rows = await this.#withTimeout(store.readRows(selection, { lastImageIdBefore: 0 }, 0));
      return ok({ rows, obsoleteIds: [], isReplay: false });
    }
    return await this.#commit(operation, store, state, decision.value, nowMs);
  }

  async #commit(
    operation: SentOperation,
    store: GalleryStore,
    state: GalleryState,
    changes: Changes,
    nowMs: number,
  ): Promise<Result<CommandResult, GalleryFault> | Retry> {
    const { operationId, record, actor, uploadDigest, rememberedToken } = operation;
    const created = createdFacts(state, operation.command, changes);
    const transaction = {
      operationId,
      actor,
      expected: { exists: state.exists, version: state.version },
      changes,
      shift: findShift(state.images, changes.updated),
      entry: toJournalEntry(state, operation.command, changes),
      main: mainImageAfter(state, changes),
      selection: { ...rowSelectionOf(operation.command), ...(created && { created }) },
      record,
      uploadDigest,
      rememberedToken,
      nowMs,
    };
    const obsolete = obsoletePictures(operation.command, changes);
    const result = await this.#withTimeout(store.commit(transaction)).catch(() => ({ kind: 'unknown' }) as const);
    switch (result.kind) {
      case 'committed':
        this.#state = evolve(state, changes, { lastImageIdBefore: result.lastImageIdBefore, jobId: actor.jobId });
        return ok({ rows: result.rows, ...obsolete, isReplay: false });
      case 'duplicate-key':
        return (await this.#replay(operation, store)) ?? { isOutcomeUnknown: false };
      case 'media-missing': {
        const fault = await this.#missingMediaFault(operation.command, store);
        if (fault === undefined) return { isOutcomeUnknown: false };
        return (await this.#replay(operation, store)) ?? fail(fault);
      }
      case 'texts-full': {
        const fault = { kind: 'product-texts-full', maxBytes: MAX_TEXT_BYTES_PER_PRODUCT } as const;
        return (await this.#replay(operation, store)) ?? fail(fault);
      }
      case 'upload-used-up':
        // A repeat by its key would have been refused for the key, which comes first in the batch.
        return fail({ kind: 'upload-not-found' });
      case 'upload-expired':
        return fail(BUSY);
      case 'store-moving':
        this.#state = undefined;
        return fail(MOVING);
      case 'token-changed':
        return TOKEN_UNKNOWN;
      case 'item-ended':
        return ok({ rows: NO_ROWS, obsoleteIds: [], isReplay: true });
      case 'stale':
        this.#otherSeenAtMs = nowMs;
        return { isOutcomeUnknown: false };
      case 'unknown':
        return { isOutcomeUnknown: true };
      default:
        return result satisfies never;
    }
  }

  /** Finds what an earlier sending of the operation has done; undefined where none was committed. */
  async #findDone(
    operation: SentOperation,
    store: GalleryStore,
    state: GalleryState,
  ): Promise<CommandResult | undefined> {
    const { operationId, command, sentAtMs } = operation;
    const committed = await this.#withTimeout(store.findCommitted(operationId, sentAtMs - MAX_CLOCK_SKEW_MS));
    if (committed === undefined) return undefined;
    const created = command.kind === 'create' ? command.images.length : 0;
    const facts = factsOfCreated(state, command, committed.lastImageIdBefore);
    const selection = { ...rowSelectionOf(command), ...(facts && { created: facts }) };
    const rows = await this.#withTimeout(store.readRows(selection, committed, created));
    const { obsoleteIds, obsoleteVariants } = committed;
    return { rows, obsoleteIds, ...(obsoleteVariants && { obsoleteVariants }), isReplay: false };
  }

  /** Decides a command; undefined where the product has changed while its past was read. */
  async #decide(
    command: Command,
    state: GalleryState,
    store: GalleryStore,
    nowMs: number,
  ): Promise<Result<Changes, GalleryFault> | undefined> {
    if (command.kind === 'restore') {
      return decideRestore(state, command.imageIds, await this.#withTimeout(store.readKept(command.imageIds, [])));
    }
    if (command.kind !== 'undo') {
      const ids = idsWhoseSizeCounts(state, command);
      const sizes = ids.length === 0 ? undefined : await this.#withTimeout(store.readSizes(ids));
      return decide(state, command, nowMs, sizes);
    }
    const past = await this.#withTimeout(store.readPast(command.toVersion));
    if (past.version !== state.version) return undefined;
    const [imageIds, mediaIds] = [imagesToBringBack(state, past), mediaToBringBack(past)];
    const kept = await this.#withTimeout(store.readKept(imageIds, mediaIds));
    return decideUndo(state, command.toVersion, past, kept, nowMs);
  }

  #checkPreconditions(operation: SentOperation, state: GalleryState): Result<Changes, GalleryFault> | undefined {
    if (operation.registeredProductsOnly && !state.exists) {
      return fail({ kind: 'product-not-found', productId: operation.rawProductId });
    }
    if (operation.allowedVersions?.includes(state.version) === false) {
      return fail({ kind: 'version-mismatch', currentVersion: state.version });
    }
    return undefined;
  }

  /** Returns the recorded answer of the operation's Idempotency-Key; undefined where there is none. */
  async #replay(
    { record, operationId, rememberedToken }: SentOperation,
    store: GalleryStore,
  ): Promise<Result<CommandResult, GalleryFault> | undefined> {
    if (record === undefined) return undefined;
    const recorded = await this.#withTimeout(store.findRecord(record.scope, record.key));
    if (recorded === undefined) return undefined;
    if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
    // Its own batch may have been committed after all: then its bytes are those that the answer shows.
    const isReplay = recorded.operationId !== operationId;
    if (isReplay && rememberedToken !== undefined) return TOKEN_UNKNOWN;
    return ok({ rows: recorded.rows, obsoleteIds: [], isReplay });
  }

  /** Returns the fault that names the first row whose media does not exist; undefined where all of them exist now. */
  async #missingMediaFault(command: Command, store: GalleryStore): Promise<GalleryFault | undefined> {
    const mediaIds = mediaIdsOf(command);
    const missing = await this.#withTimeout(store.missingMedia(mediaIds.flatMap((mediaId) => mediaId ?? [])));
    const row = mediaIds.findIndex((mediaId) => mediaId !== undefined && missing.has(mediaId));
    const mediaId = mediaIds[row];
    return mediaId === undefined ? undefined : { kind: 'media-missing', row, mediaId };
  }

  async #withTimeout<T>(promise: Promise<T>): Promise<T> {
    return await withTimeout(promise, this.#stepTimeoutMs);
  }
}
