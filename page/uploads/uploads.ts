import { type ReadonlySignal, signal } from '@preact/signals';
import type { Batch } from './upload.ts';

/** The files that are on their way to a product. */
export class Uploads {
  readonly #batches = signal<readonly Batch[]>([]);

  readonly batches: ReadonlySignal<readonly Batch[]> = this.#batches;
}
