import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import type { Image } from 'vitrine-client';
import { ownSrcset, ownUrl } from '../api/picture-url.ts';
import type { Ground } from './ground-choice.tsx';

/** The whole picture, large, on a ground; its placeholder until it has come. */
export function LargePicture({ image, ground }: { readonly image: Image; readonly ground: Ground }): JSX.Element {
  const { media, urls, srcset, alt } = image;
  const [hasCome, setHasCome] = useState(false);
  const placeholder = useMemo(() => toDataUrl(media.thumbHash), [media.thumbHash]);
  return (
    <div
      class={`large-picture ground-${ground} ${hasCome ? '' : 'is-loading'}`}
      style={
        hasCome
          ? undefined
          : {
              ...(media.color !== null && { backgroundColor: media.color }),
              ...(placeholder !== undefined && { backgroundImage: `url(${placeholder})` }),
            }
      }
    >
      <img
        src={ownUrl(urls.standard)}
        srcset={ownSrcset(srcset)}
        sizes="(min-width: 60rem) 36rem, 90vw"
        alt={alt}
        draggable={false}
        onLoad={() => setHasCome(true)}
        onError={() => setHasCome(true)}
      />
    </div>
  );
}

const toDataUrl = (thumbHash: string | null): string | undefined =>
  thumbHash === null
    ? undefined
    : thumbHashToDataURL(Uint8Array.from(atob(thumbHash), (character) => character.charCodeAt(0)));
