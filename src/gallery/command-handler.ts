import { withTimeout } from '../platform/deadline.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type Changes, isEmpty } from './changes.ts';
import type { Command } from './commands.ts';
import type { CommandResult, Operation } from './operation.ts';
import { decide } from './decide.ts';
import { evolve, MAX_RECENT_OPERATIONS } from './evolve.ts';
import type { GalleryFault } from './faults.ts';
import type { GalleryStore, IdempotencyRecord, RowSelection } from './ports.ts';
import { SerialQueue } from './serial-queue.ts';
import type { GalleryState } from './state.ts';

/** The decision has to be made again, on a newer state. */
interface Retry {
  /** The batch may have taken all the same. */
  readonly isOutcomeOpen: boolean;
}

/** A batch of this operation may have taken: what the product remembered last when it was sent. */
interface OpenOutcome {
  readonly lastOperationId: string | undefined;
}

/** Commands that may wait for one product: more is a client that floods. */
const MAX_WAITING = 500;

/** A step that takes longer leaves its outcome open; D1 itself gives up at 30 s. */
const STEP_TIMEOUT_MS = 10_000;

/** Decisions made anew before giving up: a superseded twin lives 30 s at most and commits a few times. */
const MAX_ATTEMPTS = 8;

const BUSY: GalleryFault = { kind: 'busy', retryAfterSeconds: 1 };

/** Where one product's commands are served, one at a time (docs/architecture.md, Writing). */
export class CommandHandler {
  readonly #queue = new SerialQueue(MAX_WAITING);
  readonly #stepTimeoutMs: number;
  #state: GalleryState | undefined;
  /** What was last sent to the database, for when the answer is lost and the operation is found to have taken. */
  #sent: { readonly operationId: string; readonly deletedIds: readonly number[] } | undefined;

  constructor(stepTimeoutMs = STEP_TIMEOUT_MS) {
    this.#stepTimeoutMs = stepTimeoutMs;
  }

  /** Carries out `operation` in its turn, through `store`. Never throws for what the database does. */
  async execute(
    operation: Operation,
    store: GalleryStore,
    nowMs: () => number,
  ): Promise<Result<CommandResult, GalleryFault>> {
    const turn = await this.#queue.run(() => this.#serve(operation, store, nowMs()));
    return turn?.value ?? fail(BUSY);
  }

  async #serve(operation: Operation, store: GalleryStore, nowMs: number): Promise<Result<CommandResult, GalleryFault>> {
    try {
      let open: OpenOutcome | undefined;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const executed = await this.#attempt(operation, store, nowMs, open);
        if ('ok' in executed) return executed;
        if (executed.isOutcomeOpen) open ??= { lastOperationId: this.#state?.recentOperations.at(-1)?.operationId };
        this.#state = undefined;
      }
    } catch (error) {
      this.#state = undefined;
      console.error({ event: 'gallery-step-failed', message: String(error) });
    }
    return fail(BUSY);
  }

  /** One decision on the newest state known. */
  async #attempt(
    operation: Operation,
    store: GalleryStore,
    nowMs: number,
    open: OpenOutcome | undefined,
  ): Promise<Result<CommandResult, GalleryFault> | Retry> {
    const mayBeOld = this.#state !== undefined;
    const state = (this.#state ??= await this.#step(store.load()));
    const { command, record } = operation;
    const selection = rowsShownBy(command);
    const done = state.recentOperations.find(({ operationId }) => operationId === operation.operationId);
    if (done !== undefined) {
      const created = command.kind === 'create' ? command.images.length : 0;
      const rows = await this.#step(store.readRows(selection, done, created));
      const deletedIds = this.#sent?.operationId === operation.operationId ? this.#sent.deletedIds : [];
      return ok({ rows, deletedIds, isReplay: false });
    }

    if (open !== undefined && !remembersSince(state, open)) return fail(BUSY);

    const decision = this.#check(operation, state) ?? decide(state, command, nowMs);
    // A batch made on an old copy fails; where nothing is written, nothing would tell that the copy is old.
    if (mayBeOld && (!decision.ok || isEmpty(decision.value))) return { isOutcomeOpen: false };
    if (!decision.ok) {
      // A twin of this request may have taken what this one misses: its answer stands.
      return record === undefined ? decision : ((await this.#replay(record, store)) ?? decision);
    }
    if (isEmpty(decision.value) && record === undefined) {
      const rows = await this.#step(store.readRows(selection, { operationId: '', lastImageIdBefore: 0 }, 0));
      return ok({ rows, deletedIds: [], isReplay: false });
    }
    return await this.#commit(operation, store, state, decision.value, nowMs);
  }

  async #commit(
    operation: Operation,
    store: GalleryStore,
    state: GalleryState,
    changes: Changes,
    nowMs: number,
  ): Promise<Result<CommandResult, GalleryFault> | Retry> {
    const { operationId, record } = operation;
    const plan = {
      operationId,
      expectedVersion: state.version,
      changes,
      selection: rowsShownBy(operation.command),
      record,
      nowMs,
    };
    const deletedIds = changes.deleted.map((image) => image.id);
    this.#sent = { operationId, deletedIds };
    const result = await this.#step(store.commit(plan)).catch(() => ({ kind: 'unknown' }) as const);
    switch (result.kind) {
      case 'committed':
        this.#state = evolve(state, changes, result.done);
        return ok({ rows: result.rows, deletedIds, isReplay: false });
      case 'duplicate-key':
        return (record && (await this.#replay(record, store))) ?? { isOutcomeOpen: false };
      case 'media-missing': {
        const fault = await this.#blameMedia(operation.command, store);
        if (fault === undefined) return { isOutcomeOpen: false };
        return (record && (await this.#replay(record, store))) ?? fail(fault);
      }
      case 'upload-expired':
        return fail(BUSY);
      case 'stale':
      case 'unknown':
        return { isOutcomeOpen: result.kind === 'unknown' };
      default:
        return result satisfies never;
    }
  }

  #check(operation: Operation, state: GalleryState): Result<Changes, GalleryFault> | undefined {
    if (operation.registeredProductsOnly && !state.exists) {
      return fail({ kind: 'product-not-found', productId: operation.rawProductId });
    }
    if (operation.allowedVersions?.includes(state.version) === false) {
      return fail({ kind: 'version-mismatch', currentVersion: state.version });
    }
    return undefined;
  }

  async #replay(
    record: IdempotencyRecord,
    store: GalleryStore,
  ): Promise<Result<CommandResult, GalleryFault> | undefined> {
    const recorded = await this.#step(store.findRecord(record.scope, record.key));
    if (recorded === undefined) return undefined;
    if (recorded.fingerprint !== record.fingerprint) return fail({ kind: 'key-reused' });
    return ok({ rows: recorded.rows, deletedIds: [], isReplay: true });
  }

  /** Which row names a media that is not there; undefined where all are. */
  async #blameMedia(command: Command, store: GalleryStore): Promise<GalleryFault | undefined> {
    const mediaIds = mediaIdsOf(command);
    const missing = await this.#step(store.missingMedia(mediaIds.flatMap((mediaId) => mediaId ?? [])));
    const row = mediaIds.findIndex((mediaId) => mediaId !== undefined && missing.has(mediaId));
    const mediaId = mediaIds[row];
    return mediaId === undefined ? undefined : { kind: 'media-missing', row, mediaId };
  }

  async #step<T>(promise: Promise<T>): Promise<T> {
    return await withTimeout(promise, this.#stepTimeoutMs);
  }
}

/** The media that each row of a command places; undefined for a row that brings its own bytes. */
function mediaIdsOf(command: Command): readonly (number | undefined)[] {
  if (command.kind !== 'create') return [];
  return command.images.map(({ source }) => (source.kind === 'media' ? source.mediaId : undefined));
}

/** True where the product remembers all that was done since: an operation that it does not name did not take. */
function remembersSince(state: GalleryState, { lastOperationId }: OpenOutcome): boolean {
  if (lastOperationId === undefined) return state.recentOperations.length < MAX_RECENT_OPERATIONS;
  return state.recentOperations.some(({ operationId }) => operationId === lastOperationId);
}

/** The existing rows that the answer to a command shows. */
function rowsShownBy(command: Command): RowSelection {
  switch (command.kind) {
    case 'create':
      return { imageIds: [], variants: [], includesMainImage: false };
    case 'update':
      return {
        imageIds: command.updates.map((update) => update.imageId),
        variants: [],
        includesMainImage: command.returnsMainImage === true,
      };
    case 'delete':
      return {
        imageIds: command.references === 'skip' ? command.imageIds : [],
        variants: [],
        includesMainImage: false,
      };
    case 'delete-page':
      return { imageIds: [], variants: [], includesMainImage: false };
    case 'set-variant-image':
      return {
        imageIds: command.picture.kind === 'reference' ? [command.picture.imageId] : [],
        variants: [command.variant],
        includesMainImage: false,
      };
    case 'set-variant-references':
      return {
        imageIds: command.references.flatMap(({ imageId }) => imageId ?? []),
        variants: command.references.map(({ variant }) => variant),
        includesMainImage: false,
      };
    default:
      return command satisfies never;
  }
}
