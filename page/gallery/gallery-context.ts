import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ImageMarks } from '../pictures/marks.ts';
import type { Entry } from '../uploads/entries.ts';
import type { Uploads } from '../uploads/uploads.ts';
import type { VariantBoard } from '../variants/variant-board.ts';
import type { Words } from '../words/words.ts';
import type { Gallery } from './gallery.ts';
import type { Selection } from './selection.ts';
import type { GalleryName } from './view.ts';

/** What the parts of the screen of a product share. */
export interface GalleryScope {
  readonly gallery: Gallery;
  readonly selection: Selection;
  /** Which of the two galleries is shown. */
  readonly shown: Signal<GalleryName>;
  /** The images of the shown gallery, in display order. */
  readonly images: ReadonlySignal<readonly Image[]>;
  readonly uploads: Uploads;
  /** What the grid shows: the images, and the files that are under way where they were dropped. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  readonly words: Words;
  /** What is to be said of each image, by its id. */
  readonly marks: ReadonlySignal<ReadonlyMap<number, ImageMarks>>;
  readonly board: VariantBoard;
  /** Is told of images that were dropped on an element with `data-variant`. */
  readonly onDropOnVariant?: ((ids: readonly number[], variant: string) => void) | undefined;
}

const Context = createContext<GalleryScope | undefined>(undefined);

export const GalleryProvider = Context.Provider;

/** The product whose screen a component is on. @throws where it is on none. */
export function useGallery(): GalleryScope {
  const scope = useContext(Context);
  if (scope === undefined) throw new Error('This component belongs on the screen of a product.');
  return scope;
}
