import type { ReadonlySignal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import type { GalleryName, Target } from '../gallery/view.ts';

/** Where a file is on its way to the product. */
export type UploadState =
  | { readonly kind: 'waiting' }
  /** The same picture is here already: somebody has to say what to do. */
  | { readonly kind: 'asking'; readonly sameAs: number }
  | { readonly kind: 'preparing' }
  /** `sent`: how much of it has left, from 0 to 1. */
  | { readonly kind: 'sending'; readonly sent: number }
  /** `reason` is in plain words. */
  | { readonly kind: 'failed'; readonly reason: string; readonly canRetry: boolean }
  | { readonly kind: 'created'; readonly image: Image };

/** One file that was added here. */
export interface Upload {
  /** Of this page alone. */
  readonly id: string;
  readonly name: string;
  /** Shown until the service has a picture; undefined where the browser cannot draw the file. */
  readonly previewUrl: string | undefined;
  readonly state: ReadonlySignal<UploadState>;
  /** What was done to the file before it was sent, in plain words. */
  readonly note: ReadonlySignal<string | undefined>;
}

/** Files that were added together. They stand together, in their order, where they were dropped. */
export interface Batch {
  readonly id: string;
  readonly gallery: GalleryName;
  /** The image that they come before; null for the end. */
  readonly before: Target;
  readonly uploads: readonly Upload[];
}
