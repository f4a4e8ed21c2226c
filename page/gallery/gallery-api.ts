import type { Product, Tagged } from 'vitrine-client';
import type { Command } from './command.ts';
import type { GalleryView } from './view.ts';

/** What the service answers to a change of a product. */
export interface Answered {
  /** The version of the product after it. */
  readonly version: number;
  readonly etag: string;
}

/** An answer, with what it says that the page could not know before. */
export interface AnsweredCommand extends Answered {
  readonly apply: (view: GalleryView) => GalleryView;
}

/**
 * What a gallery needs of the service. A line that is broken is waited for behind it, so that a call either is answered,
 * or refused with a VitrineProblem.
 */
export interface GalleryApi {
  readonly read: (product: string) => Promise<Tagged<Product>>;
  /** Reads no more than the version of the product. */
  readonly readVersion: (product: string) => Promise<number>;
  /**
   * @param etag of the version that the command was made for. Only one that overwrites a text is bound to it, so that
   * nobody else's text is lost; all others say what they do to whatever is there.
   */
  readonly send: (
    product: string,
    command: Command,
    idempotencyKey: string,
    etag: string | undefined,
  ) => Promise<AnsweredCommand>;
  /** Takes the product back to a version, unless it is not at the version of `etag` any more. */
  readonly goBack: (
    product: string,
    toVersion: number,
    idempotencyKey: string,
    etag: string | undefined,
  ) => Promise<Tagged<Product>>;
}
