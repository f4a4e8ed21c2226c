import type { NewPlace } from './place-images.ts';
import type { GalleryName } from '../model/product.ts';
import type { Store } from '../model/store.ts';

/** A set of commands run later. */
export interface Job {
  readonly id: string;
  /** The path that was called. */
  readonly endpoint: string;
  readonly language: string;
  readonly status: JobStatus;
  readonly itemCount: number;
  readonly doneCount: number;
  readonly failedCount: number;
  /** Stands in the URL of the result, which needs no token. */
  readonly resultKey: string;
  /** How often it was read before it ended. */
  readonly readCount: number;
  readonly createdAtMs: number;
  readonly completedAtMs: number | undefined;
}

export const JOB_STATUSES = ['pending', 'running', 'completed', 'failed', 'expired', 'killed'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** One command of a job. */
export type Task =
  | {
      readonly kind: 'create';
      readonly gallery: GalleryName;
      readonly sourceUrl: string;
      readonly sortOrder: number;
      readonly description: string;
      /** The product had no images when the job came, so the first of them to show becomes its thumbnail. */
      readonly canBecomeThumbnail: boolean;
    }
  | {
      readonly kind: 'replace';
      readonly gallery: GalleryName;
      readonly imageId: number;
      /** As the caller wrote it. */
      readonly name?: string | undefined;
      readonly sourceUrl: string;
      readonly sortOrder?: number | undefined;
      readonly description?: string | undefined;
    }
  | {
      readonly kind: 'delete';
      /** As written in the batch file. */
      readonly productGuid: string;
      readonly gallery: GalleryName;
      /** undefined: all images of the gallery. */
      readonly imageId?: number | undefined;
      /** As written in the batch file. */
      readonly name?: string | undefined;
      readonly clearReferences: boolean;
    }
  /** An image by a name that none can have. */
  | { readonly kind: 'no-image'; readonly name: string }
  /** The file of a batch, which becomes one task a line. */
  | { readonly kind: 'read-batch'; readonly url: string; readonly clearReferences: boolean }
  /** What cannot be executed, which is known before anything is tried. */
  | { readonly kind: 'reject'; readonly reason: string };

/** What a job does: at least one task, all for one gallery, or each for a product that it names itself. */
export interface JobItems {
  /** undefined: the tasks name their products by GUID. */
  readonly product: { readonly productId: number; readonly gallery: GalleryName } | undefined;
  readonly tasks: readonly NewTask[];
}

/** Names one item of a job. */
export interface ItemKey {
  readonly jobId: string;
  readonly index: number;
}

/** A task of a job that is to be accepted: where its image goes is settled with that. */
export type NewTask =
  | Exclude<Task, { readonly kind: 'create' }>
  | (Omit<Extract<Task, { readonly kind: 'create' }>, 'sortOrder' | 'canBecomeThumbnail'> & {
      readonly place: NewPlace;
    });

/** An item that a worker has taken up, with all that carrying it out needs. */
export interface LeasedItem extends ItemKey {
  readonly store: Store;
  /** What the caller's URLs began with. */
  readonly origin: string;
  readonly productId: number | undefined;
  readonly task: Task;
  /** Temporary failures before this attempt. */
  readonly failureCount: number;
}

/** Why an item failed, or what has to be said of it although it was done. */
export interface ItemNote {
  readonly code: string;
  readonly message: string;
}

/** What became of an item. */
export interface ItemResult {
  readonly index: number;
  readonly status: 'pending' | 'done' | 'failed';
  readonly imageId: number | undefined;
  readonly note: ItemNote | undefined;
}
