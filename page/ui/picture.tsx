import type { JSX } from 'preact';
import { ownSrcset, ownUrl } from '../api/picture-url.ts';

interface PictureProps {
  readonly urls: { readonly thumbnail: string };
  readonly srcset?: string | undefined;
  /** How wide it is laid out, as the attribute `sizes` has it. */
  readonly sizes: string;
  readonly alt: string;
  /** Shown until the picture has come. */
  readonly color?: string | null | undefined;
  readonly isEager?: boolean | undefined;
}

/** A picture of the store in the size that this screen needs. It loads when it comes near the window. */
export function Picture({ urls, srcset, sizes, alt, color, isEager = false }: PictureProps): JSX.Element {
  return (
    <img
      class="picture"
      src={ownUrl(urls.thumbnail)}
      srcset={srcset === undefined ? undefined : ownSrcset(srcset)}
      sizes={sizes}
      alt={alt}
      loading={isEager ? 'eager' : 'lazy'}
      decoding="async"
      draggable={false}
      style={color === null || color === undefined ? undefined : { backgroundColor: color }}
      // Nothing must show through a transparent picture.
      onLoad={({ currentTarget }) => currentTarget.style.removeProperty('background-color')}
    />
  );
}
