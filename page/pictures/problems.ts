import type { Image, Media } from 'vitrine-client';
import { lacksText } from '../words/text.ts';

/** What is wrong with one image. */
export type ImageProblem = 'no-text' | 'too-small' | 'duplicate';

interface ZoomBox {
  readonly width: number;
  readonly height: number;
}

/** Whether a picture is smaller than the zoom preset on both sides (V1-18). */
export const isTooSmall = (media: Media, zoom: ZoomBox): boolean =>
  media.width < zoom.width && media.height < zoom.height;

/**
 * Whether a picture lets something show through, by the flag that its ThumbHash has for it. Pictures without a ThumbHash
 * are taken for opaque.
 */
export function isTransparent({ thumbHash }: Pick<Media, 'thumbHash'>): boolean {
  if (thumbHash === null) return false;
  return (atob(thumbHash.slice(0, 4)).charCodeAt(2) & 0x80) !== 0;
}

/**
 * Returns what is wrong with the images of a gallery, by their ids. The API does not say which images show the same
 * bytes, so those are taken for the same that have the same file of the library, or equal length, size and ThumbHash.
 */
export function findProblems(
  images: readonly Image[],
  { zoom, language }: { readonly zoom: ZoomBox | undefined; readonly language: string | undefined },
): ReadonlyMap<number, readonly ImageProblem[]> {
  const counts = new Map<string, number>();
  for (const { media } of images) counts.set(keyOf(media), (counts.get(keyOf(media)) ?? 0) + 1);
  return new Map(
    images.map((image) => {
      const found: readonly (ImageProblem | false)[] = [
        // The frames of a turntable are one thing to shoppers.
        image.gallery === 'shop' && lacksText(image, language) && 'no-text',
        image.gallery === 'shop' && zoom !== undefined && isTooSmall(image.media, zoom) && 'too-small',
        image.gallery === 'shop' && (counts.get(keyOf(image.media)) ?? 0) > 1 && 'duplicate',
      ];
      return [image.id, found.filter((each) => each !== false)];
    }),
  );
}

const keyOf = ({ id, bytes, width, height, format, thumbHash }: Media): string =>
  thumbHash === null ? `media ${id}` : `${format} ${bytes} ${width} ${height} ${thumbHash}`;
