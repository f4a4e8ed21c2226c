import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Entry } from '../uploads/entries.ts';
import type { OpenProduct } from '../uploads/open-uploads.ts';
import type { Selection } from './selection.ts';
import type { GalleryName } from './view.ts';

/** What the parts of the screen of a product share. */
export interface GalleryScope extends OpenProduct {
  readonly selection: Selection;
  /** Which of the two galleries is shown. */
  readonly shown: Signal<GalleryName>;
  /** The images of the shown gallery, in display order. */
  readonly images: ReadonlySignal<readonly Image[]>;
  /** What the grid shows: the images, and the files that are under way where they were dropped. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
}

const Context = createContext<GalleryScope | undefined>(undefined);

export const GalleryProvider = Context.Provider;

/** The product whose screen a component is on. @throws where it is on none. */
export function useGallery(): GalleryScope {
  const scope = useContext(Context);
  if (scope === undefined) throw new Error('This component belongs on the screen of a product.');
  return scope;
}
