import type { WithAccess } from '../catalogue/image-reads.ts';
import type { ImagePlace } from '../model/product.ts';
import type { ShownImage } from '../model/shown-product.ts';
import type { ItemResult, Job } from './job.ts';

/** How many items of a job are shown: the first ones. */
export const MAX_SHOWN_ITEMS = 250;

/** An item of a job as it is shown. */
export interface ShownItem extends ItemResult {
  /** Whether its task is to create an image. */
  readonly isCreation: boolean;
}

/** A job with its first items. */
export interface ShownJob {
  readonly job: Job;
  readonly items: readonly ShownItem[];
  /** The images of the items as they are now, by their ids; those that were deleted since are missing. */
  readonly images: ReadonlyMap<number, { readonly image: ShownImage; readonly place: ImagePlace }>;
}

/** Where a list of jobs goes on: after this job. */
export interface JobPosition {
  readonly createdAtMs: number;
  readonly id: string;
}

/** Reads of the jobs of all APIs of a store; each is one round trip, the caller's access included. */
export interface JobReads {
  /** Reads jobs, newest first, those after the position `after`. */
  list(
    tokenDigest: string,
    page: { readonly after: JobPosition | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly Job[]>>;
  /** Reads one job; undefined where the store has no such job. */
  job(tokenDigest: string, jobId: string): Promise<WithAccess<ShownJob | undefined>>;
}
