import type { PictureFormat } from '../model/picture.ts';
import type { VariantImage } from '../model/product.ts';
import type { Box, PresetName, Store } from '../model/store.ts';
import type { PicturePath } from './picture-path.ts';
import { containIn } from './picture-size.ts';
import { imagePath, type NamedImage, pictureUrl, variantPath } from './urls.ts';

/** The URLs of one picture in the store's four presets. */
export type PresetUrls = Readonly<Record<PresetName, string>>;

/**
 * Returns the URLs of an image in the store's four presets. Each dialect shows them under names of its own. `origin` is
 * the first part of the URLs.
 */
export function presetUrls(image: NamedImage, store: Store, origin: string): PresetUrls {
  return urlsOf(store, origin, (box) => imagePath(store.hash, image, containIn(box)));
}

/** Returns the URLs of a variant's own picture in the store's four presets. */
export function variantPresetUrls(
  variant: VariantImage,
  picture: { readonly fileStem: string; readonly format: PictureFormat },
  store: Store,
  origin: string,
): PresetUrls {
  return urlsOf(store, origin, (box) => variantPath(store.hash, variant, picture, containIn(box)));
}

function urlsOf(store: Store, origin: string, path: (box: Box) => PicturePath): PresetUrls {
  const { zoom, standard, thumbnail, tiny } = store.settings.presets;
  const url = (box: Box): string => pictureUrl(origin, path(box));
  return { zoom: url(zoom), standard: url(standard), thumbnail: url(thumbnail), tiny: url(tiny) };
}
