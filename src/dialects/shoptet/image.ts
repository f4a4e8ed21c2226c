import { type Cut, cutFolder, CUTS } from '../../delivery/cut-path.ts';
import { type CutSigner, openCutSigner } from '../../delivery/cut-signature.ts';
import { cutBox } from '../../delivery/cuts.ts';
import { imageName, seoName } from '../../delivery/image-name.ts';
import type { UrlSigningKeys } from '../../delivery/signature.ts';
import type { GalleryName, ListedImage } from '../../model/product.ts';
import type { Store } from '../../model/store.ts';
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

/** The highest priority that is shown; the lowest is 1. */
const MAX_PRIORITY = 65_535;

/**
 * Returns a function that converts images of one store to the vendor's form. The store's signing key is derived once
 * for all of them. Without signing keys the signed names are the plain ones (SH-19).
 */
export async function openImageSerializer(
  store: Store,
  keys: UrlSigningKeys,
): Promise<(image: ListedImage, isMainImage: boolean) => Promise<WireImage>> {
  const signer = await openCutSigner(keys, store.hash);
  return async (image, isMainImage) => {
    const signed = await Promise.all(
      CUTS.map(async (type) => ({
        type,
        name: signer === undefined ? seoName(image) : await signedCutName(signer, store, image, type),
      })),
    );
    return {
      name: imageName(image),
      priority: Math.min(Math.max(image.sortOrder + 1, 1), MAX_PRIORITY),
      description: image.description === '' ? null : image.description,
      changeTime: toWireDate(image.modifiedAtMs),
      seoName: seoName(image),
      cdnName: signed.find(({ type }) => type === 'big')?.name ?? seoName(image),
      signedCdnNames: signed,
      isMainImage: isMainImage && image.gallery === 'shop',
      gallery: image.gallery,
    };
  };
}

async function signedCutName(signer: CutSigner, store: Store, image: ListedImage, cut: Cut): Promise<string> {
  const box = cutBox(store.settings, cut);
  const query = await signer.query(
    { storeHash: store.hash, gallery: image.gallery, cut, imageId: image.id },
    {
      box: box === 'original' ? { widthPx: 0, heightPx: 0 } : box,
      // Two replacements within one second have the same change time, but different revisions.
      changedAtS: Math.max(Math.floor(image.modifiedAtMs / 1000), image.revision),
    },
  );
  return `${seoName(image)}?${query}`;
}

/** Returns a cut as GET /api/eshop shows it. Both paths end with a slash, and an image's name completes them. */
export function toWireCut(store: Store, origin: string, cut: Cut): object {
  const box = cutBox(store.settings, cut);
  const path = `${origin}${cutFolder(store.hash, 'shop', cut)}`;
  const [width, height] = box === 'original' ? [null, null] : [box.widthPx, box.heightPx];
  return { name: cut, width, height, urlPath: path, cdnPath: path };
}
