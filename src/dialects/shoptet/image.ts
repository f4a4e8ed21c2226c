import { type Cut, cutFolder, CUTS } from '../../delivery/cut-path.ts';
import { openCutSigner, type SignedImage } from '../../delivery/cut-signature.ts';
import { cutBox } from '../../delivery/cuts.ts';
import { imageName, seoName } from '../../delivery/image-name.ts';
import type { UrlSigningKeys } from '../../delivery/signature.ts';
import type { GalleryName, ListedImage } from '../../model/product.ts';
import type { Box, Store } from '../../model/store.ts';
import { toWireDate } from './date-format.ts';

/** The vendor's image object (SH-14): always these nine keys. */
export interface WireImage {
  readonly name: string;
  readonly priority: number;
  readonly description: string | null;
  readonly changeTime: string;
  readonly seoName: string;
  readonly cdnName: string;
  readonly signedCdnNames: readonly { readonly type: Cut; readonly name: string }[];
  readonly isMainImage: boolean;
  readonly gallery: GalleryName;
}

/** Where the cut is that `cdnName` has. */
const BIG = CUTS.indexOf('big');

/** The highest priority that is shown; the lowest is 1. */
const MAX_PRIORITY = 65_535;

type Sign = (image: SignedImage) => readonly string[];

/** What signs for a store with its settings, as long as the isolate keeps these: an answer is spared its derivation. */
const signers = new WeakMap<Store, { readonly keys: UrlSigningKeys; readonly sign: Sign | undefined }>();

function openSigner(store: Store, keys: UrlSigningKeys): Sign | undefined {
  const known = signers.get(store);
  if (known?.keys === keys) return known.sign;
  const sign = openCutSigner(keys, store.hash)?.open(CUTS.map((cut) => ({ cut, box: signedBox(store, cut) })));
  signers.set(store, { keys, sign });
  return sign;
}

/**
 * Returns a function that converts images of one store to the vendor's form. Without signing keys the signed names are
 * the plain ones (SH-19).
 */
export function openImageSerializer(
  store: Store,
  keys: UrlSigningKeys,
): (image: ListedImage, isMainImage: boolean) => WireImage {
  const sign = openSigner(store, keys);
  return (image, isMainImage) => {
    const plain = seoName(image);
    const queries = sign?.({ gallery: image.gallery, imageId: image.id, changedAtS: changedAtSeconds(image) });
    const signed = CUTS.map((type, index) => ({
      type,
      name: queries === undefined ? plain : `${plain}?${queries[index] ?? ''}`,
    }));
    return {
      name: imageName(image),
      priority: Math.min(Math.max(image.sortOrder + 1, 1), MAX_PRIORITY),
      description: image.description === '' ? null : image.description,
      changeTime: toWireDate(image.modifiedAtMs),
      seoName: plain,
      cdnName: signed[BIG]?.name ?? plain,
      signedCdnNames: signed,
      isMainImage: isMainImage && image.gallery === 'shop',
      gallery: image.gallery,
    };
  };
}

/** Returns the box that the name of a cut is signed with: that of `orig` is 0 × 0. */
function signedBox(store: Store, cut: Cut): Box {
  const box = cutBox(store.settings, cut);
  return box === 'original' ? { widthPx: 0, heightPx: 0 } : box;
}

/** Returns when an image was changed. Two replacements within a second have different revisions, and the same time. */
const changedAtSeconds = ({ modifiedAtMs, revision }: ListedImage): number =>
  Math.max(Math.floor(modifiedAtMs / 1000), revision);

/** Returns a cut as GET /api/eshop shows it. Both paths end with a slash, and an image's name completes them. */
export function toWireCut(store: Store, origin: string, cut: Cut): object {
  const box = cutBox(store.settings, cut);
  const path = `${origin}${cutFolder(store.hash, 'shop', cut)}`;
  const [width, height] = box === 'original' ? [null, null] : [box.widthPx, box.heightPx];
  return { name: cut, width, height, urlPath: path, cdnPath: path };
}
