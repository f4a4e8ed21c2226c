import type { Box, PresetName, Store } from '../model/store.ts';
import { containIn } from './picture-size.ts';
import { imagePath, type NamedImage, pictureUrl } from './urls.ts';

/** The URLs of one picture in the store's four presets. */
export type PresetUrls = Readonly<Record<PresetName, string>>;

/**
 * Returns the URLs of an image in the store's four presets. Each dialect shows them under names of its own. `origin` is
 * the first part of the URLs.
 */
export function presetUrls(image: NamedImage, store: Store, origin: string): PresetUrls {
  const { zoom, standard, thumbnail, tiny } = store.settings.presets;
  const url = (box: Box): string => pictureUrl(origin, imagePath(store.hash, image, containIn(box)));
  return { zoom: url(zoom), standard: url(standard), thumbnail: url(thumbnail), tiny: url(tiny) };
}
