import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ownSrcset, ownUrl } from '../api/picture-url.ts';
import { t } from '../text/language.ts';
import { Icon } from './icon.tsx';

interface PictureProps {
  readonly urls: { readonly thumbnail: string };
  readonly srcset?: string | undefined;
  /** How wide it is laid out, as the attribute `sizes` has it, for browsers that do not find it out themselves. */
  readonly sizes: string;
  readonly alt: string;
  /** Shown until the picture has come. */
  readonly color?: string | null | undefined;
  readonly isEager?: boolean | undefined;
  /** True: it stands on a checkered ground, so that one sees where something shows through. */
  readonly isTransparent?: boolean | undefined;
}

/** A picture of the store in the size that this screen needs. It loads when it comes near the window. */
export function Picture({
  urls,
  srcset,
  sizes,
  alt,
  color,
  isEager = false,
  isTransparent = false,
}: PictureProps): JSX.Element {
  const src = ownUrl(urls.thumbnail);
  const [failedSrc, setFailedSrc] = useState<string>();
  if (failedSrc === src) return <Broken alt={alt} onOnline={() => setFailedSrc(undefined)} />;
  return (
    <img
      class={isTransparent ? 'picture checkered' : 'picture'}
      // Browsers begin with what they have once there is a source, so all that they choose it by comes before.
      loading={isEager ? 'eager' : 'lazy'}
      // `auto` has the browser take the width of the layout, which only pictures that load late may ask for.
      sizes={isEager ? sizes : `auto, ${sizes}`}
      srcset={srcset === undefined ? undefined : ownSrcset(srcset)}
      src={src}
      alt={alt}
      decoding="async"
      draggable={false}
      style={color === null || color === undefined || isTransparent ? undefined : { backgroundColor: color }}
      // Nothing must show through a transparent picture.
      onLoad={({ currentTarget }) => currentTarget.style.removeProperty('background-color')}
      onError={() => setFailedSrc(src)}
    />
  );
}

/** Stands where a picture could not be loaded, which is tried again once the network is back. */
function Broken({ alt, onOnline }: { readonly alt: string; readonly onOnline: () => void }): JSX.Element {
  const text = t.value.pictures.broken;
  useEffect(() => {
    addEventListener('online', onOnline);
    return () => removeEventListener('online', onOnline);
  });
  return (
    <span class="picture picture-broken" role="img" aria-label={alt === '' ? text : `${alt}: ${text}`}>
      <Icon name="warning" />
      {text}
    </span>
  );
}
