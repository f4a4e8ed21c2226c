import type { PresetName, Store } from '../model/store.ts';
import { urlExtension, urlStem } from './picture-name.ts';
import { pathBeforeSize } from './picture-path.ts';
import { containIn, formatSize } from './picture-size.ts';
import { type NamedImage, URL_QUERY } from './urls.ts';

/** The URLs of one picture in the store's four presets. */
export type PresetUrls = Readonly<Record<PresetName, string>>;

/**
 * Returns a function that makes the URLs of images in a store's four presets. Each dialect shows them under names of its
 * own. What the URLs of all images have in common is made once, and what those of one image have once for each.
 *
 * @param origin the first part of the URLs.
 */
export function openPresetUrls(store: Store, origin: string): (image: NamedImage) => PresetUrls {
  const { presets } = store.settings;
  const size = (name: PresetName): string => formatSize(containIn(presets[name]));
  const [zoom, standard, thumbnail, tiny] = [size('zoom'), size('standard'), size('thumbnail'), size('tiny')];
  const storeHash = store.hash;
  return (image) => {
    const owner = { kind: 'image', productId: image.productId, imageId: image.id } as const;
    const path = pathBeforeSize({ storeHash, owner, stem: urlStem(image), revision: image.revision });
    const begin = `${origin}${path}`;
    const end = `.${urlExtension(image.format)}${URL_QUERY}`;
    return {
      zoom: `${begin}${zoom}${end}`,
      standard: `${begin}${standard}${end}`,
      thumbnail: `${begin}${thumbnail}${end}`,
      tiny: `${begin}${tiny}${end}`,
    };
  };
}
