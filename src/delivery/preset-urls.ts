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
  return (image) => {
    const [begin, end] = aroundSize(store.hash, origin, image);
    return {
      zoom: `${begin}${zoom}${end}`,
      standard: `${begin}${standard}${end}`,
      thumbnail: `${begin}${thumbnail}${end}`,
      tiny: `${begin}${tiny}${end}`,
    };
  };
}

/** Returns a function that makes the URLs of images in one preset. `origin` is the first part of the URLs. */
export function openPresetUrl(store: Store, origin: string, name: PresetName): (image: NamedImage) => string {
  const size = formatSize(containIn(store.settings.presets[name]));
  return (image) => {
    const [begin, end] = aroundSize(store.hash, origin, image);
    return `${begin}${size}${end}`;
  };
}

/** Returns what stands before and after the size in the URLs of an image. */
function aroundSize(storeHash: string, origin: string, image: NamedImage): readonly [begin: string, end: string] {
  const owner = { kind: 'image', productId: image.productId, imageId: image.id } as const;
  const path = pathBeforeSize({ storeHash, owner, stem: urlStem(image), revision: image.revision });
  return [`${origin}${path}`, `.${urlExtension(image.format)}${URL_QUERY}`];
}
