import type { ReadonlySignal } from '@preact/signals';
import type { Command } from './command.ts';
import type { GalleryView } from './view.ts';

/** What those parts of the screen need of a gallery that change images: what is shown, and a way to change it. */
export interface EditedGallery {
  readonly view: ReadonlySignal<GalleryView>;
  /** @returns whether it was done. */
  readonly run: (command: Command, label: string, group?: string) => Promise<boolean>;
}
