import { imagePath, pictureUrl } from '../../delivery/urls.ts';
import type { ProductImage } from '../../model/product.ts';
import type { PresetName, Store } from '../../model/store.ts';

/** The URLs of an image in the store's preset sizes, which both versions show under names of their own. */
export function presetUrls(image: ProductImage, store: Store, origin: string): Readonly<Record<PresetName, string>> {
  const { zoom, standard, thumbnail, tiny } = store.settings.presets;
  const url = (box: typeof zoom): string => pictureUrl(origin, imagePath(store.hash, image, box));
  return { zoom: url(zoom), standard: url(standard), thumbnail: url(thumbnail), tiny: url(tiny) };
}
