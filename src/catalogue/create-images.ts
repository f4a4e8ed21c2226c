import type { Command, MediaSource, NewImage } from '../gallery/commands.ts';
import type { CommandResult } from '../gallery/operation.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type CommandPorts, discardUploads, executeWrite, type WriteConditions } from './commands.ts';
import type { Fault } from './faults.ts';
import {
  type AssigningPorts,
  changeNothing,
  knownProductId,
  type ProductTarget,
  productIdForStoring,
} from './product-writes.ts';

/** An image to create, apart from what it shows. */
export type ImagePlan = Omit<NewImage, 'source'>;

/** An image of a request that cannot be created; `row` counts the images of the request from 0. */
export interface RefusedImage {
  readonly row: number;
  readonly fault: Fault;
}

/** A request to create images, which are created as far as their pictures are good: all of those in one command. */
export interface CreateRequest {
  readonly target: ProductTarget;
  readonly conditions: WriteConditions;
  /** The digest of the upload URL that the request came by; undefined for a request with a token. */
  readonly uploadDigest?: string;
  readonly plans: readonly ImagePlan[];
  /** What `load` does is not to be done twice: see `WriteRequest`. */
  readonly locksKey: boolean;
  /** Stores the bytes of all images, or finds their media: a result for each plan. */
  readonly load: () => Promise<readonly Result<MediaSource, Fault>[]>;
  /** Words what was refused as a note that is kept with the answer. */
  readonly toNote: (refused: readonly RefusedImage[]) => string;
}

/** What came of a request to create images. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly executed: CommandResult }
  /** Not one of the pictures is good, and nothing was changed. */
  | { readonly kind: 'all-refused'; readonly refused: readonly RefusedImage[] };

/**
 * Creates images in one command. An image whose picture is bad is left out, and does not keep the others from being
 * created; what the command itself cannot do fails all of them. Faults: those of `executeWrite`.
 */
export async function createImages(
  ports: CommandPorts,
  assigning: AssigningPorts,
  request: CreateRequest,
): Promise<Result<CreateOutcome, Fault>> {
  const { target, conditions, uploadDigest, locksKey, load } = request;
  const known = knownProductId(target);
  // A request of which nothing can be stored leaves no product behind.
  const first = known === undefined ? sift(request, await load()) : undefined;
  if (first !== undefined) {
    if (first.command === undefined) return ok({ kind: 'all-refused', refused: first.refused });
    const unchanged = changeNothing(conditions);
    if (!unchanged.ok) {
      await discardUploads(ports, first.command);
      return unchanged;
    }
  }
  const productId = known ?? (await productIdForStoring(assigning, target));
  let refused: readonly RefusedImage[] = [];
  let isTaken = false;
  const write = {
    access: target.access,
    productId,
    ...conditions,
    locksKey,
    ...(uploadDigest !== undefined && { uploadDigest }),
  };
  const executed = await executeWrite(ports, write, async () => {
    const sifted = first ?? sift(request, await load());
    isTaken = true;
    if (sifted.command !== undefined) return ok(sifted.command);
    ({ refused } = sifted);
    return fail(NOTHING_LEFT);
  });
  // Another request with its key was first.
  if (first?.command !== undefined && !isTaken) await discardUploads(ports, first.command);
  if (executed.ok) return ok({ kind: 'created', executed: executed.value });
  if (executed.fault === NOTHING_LEFT && refused.length > 0) return ok({ kind: 'all-refused', refused });
  // It was there when the request looked for it, and has been deleted since.
  return executed.fault.kind === 'media-missing' ? fail(NOTHING_LEFT) : executed;
}

const NOTHING_LEFT: Fault = { kind: 'busy', retryAfterSeconds: 1 };

/** Returns the command that creates what is good, undefined where nothing is, and the rest. */
function sift(
  { plans, toNote }: CreateRequest,
  loaded: readonly Result<MediaSource, Fault>[],
): { readonly command: Command | undefined; readonly refused: readonly RefusedImage[] } {
  const images: NewImage[] = [];
  const refused: RefusedImage[] = [];
  for (const [row, plan] of plans.entries()) {
    const source = loaded[row];
    if (source?.ok === true) images.push({ ...plan, source: source.value });
    else refused.push({ row, fault: source?.fault ?? { kind: 'image-missing' } });
  }
  if (images.length === 0) return { command: undefined, refused };
  return { command: { kind: 'create', images, shows: { note: toNote(refused) } }, refused };
}
