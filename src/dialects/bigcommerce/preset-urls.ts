import { imagePath, pictureUrl } from '../../delivery/urls.ts';
import type { ProductImage } from '../../model/product.ts';
import type { PresetName, Store } from '../../model/store.ts';

/**
 * Returns the URLs of an image in the store's four presets. Each version shows them under names of its own. `origin` is
 * the first part of the URLs.
 */
export function presetUrls(image: ProductImage, store: Store, origin: string): Readonly<Record<PresetName, string>> {
  const { zoom, standard, thumbnail, tiny } = store.settings.presets;
  const url = (box: typeof zoom): string => pictureUrl(origin, imagePath(store.hash, image, box));
  return { zoom: url(zoom), standard: url(standard), thumbnail: url(thumbnail), tiny: url(tiny) };
}
