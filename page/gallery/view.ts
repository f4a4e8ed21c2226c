import type { Image, Product, UpdateImagesBody, Variant, VariantChoice } from 'vitrine-client';

/** The name of a gallery of a product. */
export type GalleryName = Image['gallery'];

/** What of a product is shown and changed: its images in display order, and which of them variants show. */
export type GalleryView = Pick<Product, 'images' | 'variants'>;

/** Returns the images of one gallery, in display order. */
export const imagesOf = (view: GalleryView, gallery: GalleryName): readonly Image[] =>
  view.images.filter((image) => image.gallery === gallery);

/** Where a move puts images: before another one of their gallery, or last where it is null. */
export type Target = number | null;

/**
 * Moves images before another one of their gallery, in the order in which they are named. What is not there any more is
 * left out, and where `before` is gone they go last, as the service does it.
 */
export function moveImages(view: GalleryView, ids: readonly number[], before: Target): GalleryView {
  const byId = new Map(view.images.map((image) => [image.id, image]));
  const moved = ids.flatMap((id) => byId.get(id) ?? []);
  const gallery = moved[0]?.gallery;
  if (gallery === undefined) return view;
  const movedIds = new Set(ids);
  const others = imagesOf(view, gallery).filter(({ id }) => !movedIds.has(id));
  const at = before === null ? -1 : others.findIndex(({ id }) => id === before);
  const index = at === -1 ? others.length : at;
  return withOrder(view, gallery, [...others.slice(0, index), ...moved, ...others.slice(index)]);
}

/** Puts the images of a gallery in a new order; images of other galleries stay. */
export function withOrder(view: GalleryView, gallery: GalleryName, ordered: readonly Image[]): GalleryView {
  const numbered = ordered.map((image, position) => (image.position === position ? image : { ...image, position }));
  const before = view.images.filter((image) => image.gallery !== gallery);
  // All of `shop` come before all of `shop360`.
  return { ...view, images: gallery === 'shop' ? [...numbered, ...before] : [...before, ...numbered] };
}

/** Takes images out, with the references of variants to them. Where the main image goes, the first becomes it. */
export function removeImages(view: GalleryView, ids: readonly number[]): GalleryView {
  const gone = new Set(ids);
  const wasMain = view.images.some(({ id, isMain }) => isMain && gone.has(id));
  const left = { ...view, images: view.images.filter(({ id }) => !gone.has(id)) };
  const variants = view.variants.map((choice) =>
    choice.imageId === null || choice.media !== null || !gone.has(choice.imageId)
      ? choice
      : { ...choice, imageId: null, urls: null, srcset: null },
  );
  const ordered = withOrder(withOrder(left, 'shop', imagesOf(left, 'shop')), 'shop360', imagesOf(left, 'shop360'));
  const first = imagesOf(ordered, 'shop')[0];
  return { ...(wasMain && first !== undefined ? setMain(ordered, first.id) : ordered), variants };
}

/** Adds an image at its position in its gallery, or in the place of an image with its id. */
export function putImage(view: GalleryView, image: Image): GalleryView {
  const others = imagesOf(view, image.gallery).filter(({ id }) => id !== image.id);
  const ordered = [...others.slice(0, image.position), image, ...others.slice(image.position)];
  const placed = withOrder(view, image.gallery, ordered);
  return image.isMain ? setMain(placed, image.id) : placed;
}

/** Makes an image the main one, and no other. */
export const setMain = (view: GalleryView, id: number): GalleryView => ({
  ...view,
  images: view.images.map((image) =>
    image.isMain === (image.id === id) ? image : { ...image, isMain: image.id === id },
  ),
});

/** A change to one image, as the service takes it. */
export type ImagePatch = NonNullable<UpdateImagesBody['images']>[number];

/** Changes texts, main image and focal points. */
export function patchImages(view: GalleryView, patches: readonly ImagePatch[]): GalleryView {
  const byId = new Map(patches.map((patch) => [patch.id, patch]));
  const images = view.images.map((image) => {
    const patch = byId.get(image.id);
    return patch === undefined ? image : patchImage(image, patch);
  });
  const main = patches.find(({ isMain }) => isMain === true);
  return main === undefined ? { ...view, images } : setMain({ ...view, images }, main.id);
}

function patchImage(image: Image, { alt, alts = {}, focalPoint }: ImagePatch): Image {
  const texts = Object.entries({ ...image.alts, ...alts }).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== '',
  );
  return {
    ...image,
    alt: alt ?? image.alt,
    alts: Object.fromEntries(texts),
    focalPoint: focalPoint === undefined ? image.focalPoint : focalPoint,
  };
}

/** Makes variants show images of the product, or nothing. A variant's own picture goes where it gets another. */
export function setVariants(view: GalleryView, choices: readonly VariantChoice[]): GalleryView {
  const set = choices.map(({ variant, imageId }) => {
    const image = view.images.find(({ id }) => id === imageId);
    return {
      variant,
      imageId: image?.id ?? null,
      media: null,
      urls: image?.urls ?? null,
      srcset: image?.srcset ?? null,
    };
  });
  // A variant that has lost its picture is still known to the service.
  return putVariants(view, set);
}

/** Puts variants in their places, which their names decide. All others stay. */
export function putVariants(view: GalleryView, put: readonly Variant[]): GalleryView {
  const names = new Set(put.map(({ variant }) => variant));
  const others = view.variants.filter(({ variant }) => !names.has(variant));
  return { ...view, variants: [...others, ...put].toSorted((one, other) => (one.variant < other.variant ? -1 : 1)) };
}
