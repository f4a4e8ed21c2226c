import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ImageMarks } from '../pictures/marks.ts';
import type { Entry } from '../uploads/entries.ts';
import type { OpenProduct } from '../uploads/open-uploads.ts';
import type { Lift } from './lift.ts';
import type { Marks } from './marks.ts';
import type { VariantBoard } from '../variants/variant-board.ts';
import type { Words } from '../words/words.ts';
import type { Selection } from './selection.ts';
import type { GalleryName } from './view.ts';

/** What the parts of the screen of a product share. */
export interface GalleryScope extends OpenProduct {
  readonly selection: Selection;
  /** What is moved by keyboard, and shown where it would be dropped. */
  readonly lift: Lift;
  /** What is dragged; empty where nothing is. */
  readonly dragged: Signal<ReadonlySet<number>>;
  readonly marks: Marks;
  /** Which of the two galleries is shown. */
  readonly shown: Signal<GalleryName>;
  /** The images of the shown gallery, in display order. */
  readonly images: ReadonlySignal<readonly Image[]>;
  /** Their places, from 1. */
  readonly places: ReadonlySignal<ReadonlyMap<number, number>>;
  /** The image that has the focus, or had it last. */
  readonly current: Signal<number | undefined>;
  /** The one of the list that Tab leads to. */
  readonly tabStop: ReadonlySignal<number | undefined>;
  /** The first of `shop`, where it is not the main image although another one is. */
  readonly firstNotMain: ReadonlySignal<number | undefined>;
  /** What the grid shows: the images, and the files that are under way where they were dropped. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  readonly words: Words;
  /** What is to be said of each image, by its id. */
  readonly imageMarks: ReadonlySignal<ReadonlyMap<number, ImageMarks>>;
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
