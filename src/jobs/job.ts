import type { Alts } from '../model/alts.ts';
import type { NewPlace } from './place-images.ts';
import type { ApiName } from '../model/access.ts';
import type { FocalPoint } from '../model/focal-point.ts';
import type { GalleryName } from '../model/product.ts';
import type { Store } from '../model/store.ts';

/** A set of tasks that are executed later, each as one command. */
export interface Job {
  readonly id: string;
  /** The path that the request called. */
  readonly endpoint: string;
  readonly language: string;
  readonly status: JobStatus;
  readonly itemCount: number;
  readonly doneCount: number;
  readonly failedCount: number;
  /** A secret in the URL of the result, which can be read without a token. */
  readonly resultKey: string;
  /** How often the job was read before it ended. */
  readonly readCount: number;
  readonly createdAtMs: number;
  readonly completedAtMs: number | undefined;
}

export const JOB_STATUSES = ['pending', 'running', 'completed', 'failed', 'expired', 'killed'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** How a new image of a job is placed. */
interface NewImageTask {
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly description: string;
  /** Texts in other languages; undefined: none. */
  readonly alts?: Alts | undefined;
  /** Whether it becomes the main image; undefined: where it is shown first of the images of its job. */
  readonly isMain?: boolean | undefined;
  readonly focalPoint?: FocalPoint | undefined;
}

/** What one item of a job does. */
export type Task =
  | (NewImageTask & { readonly kind: 'create'; readonly sourceUrl: string })
  /** Creates an image of a media of the library. */
  | (NewImageTask & { readonly kind: 'place'; readonly mediaId: number })
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
  /** Fails: the name is one that no image can have. */
  | { readonly kind: 'no-image'; readonly name: string }
  /** Fetches a batch file and replaces itself by one task for each line. */
  | { readonly kind: 'read-batch'; readonly url: string; readonly clearReferences: boolean }
  /** Fails: the row of the batch file is malformed. */
  | { readonly kind: 'reject'; readonly reason: string };

/** The tasks of a job, at least one: all for one product, or each for one that it names itself. */
export interface JobItems {
  /** The gallery is that of tasks that name none. undefined: the tasks name their products by GUID. */
  readonly product: { readonly productId: number; readonly gallery: GalleryName } | undefined;
  readonly tasks: readonly NewTask[];
}

/** Names one item of a job. */
export interface ItemKey {
  readonly jobId: string;
  readonly index: number;
}

/** A task of a job that is about to be accepted; the sort order of a new image is determined when it is stored. */
export type NewTask =
  | Exclude<Task, NewImageTask>
  | Unplaced<Extract<Task, { readonly kind: 'create' }>>
  | Unplaced<Extract<Task, { readonly kind: 'place' }>>;

type Unplaced<T extends NewImageTask> = Omit<T, 'sortOrder'> & { readonly place: NewPlace };

/** An item that a runner has leased, with everything that executing it needs. */
export interface LeasedItem extends ItemKey {
  readonly store: Store;
  /** What the URLs of the service began with in the caller's request. */
  readonly origin: string;
  /** The API that the job came by; undefined: none. */
  readonly api: ApiName | undefined;
  readonly productId: number | undefined;
  readonly task: Task;
  /** This attempt's number, from 1. */
  readonly attempt: number;
  /** Temporary failures before this attempt. */
  readonly failureCount: number;
}

/** Why an item failed, or what has to be said of it although it succeeded. */
export interface ItemNote {
  readonly code: string;
  readonly message: string;
}

/** The state and the result of an item. */
export interface ItemResult {
  readonly index: number;
  readonly status: 'pending' | 'done' | 'failed';
  readonly imageId: number | undefined;
  readonly note: ItemNote | undefined;
}
