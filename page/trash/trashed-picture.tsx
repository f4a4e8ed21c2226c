import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import type { TrashedImage } from 'vitrine-client';
import { Icon } from '../ui/icon.tsx';

/** What a deleted picture was, as far as its ThumbHash shows it: until it is back, its URLs show nothing. */
export function TrashedPicture({ image }: { readonly image: TrashedImage }): JSX.Element {
  const { thumbHash } = image;
  const url = useMemo(
    () => (thumbHash === null ? undefined : thumbHashToDataURL(Uint8Array.from(atob(thumbHash), codeOf))),
    [thumbHash],
  );
  return (
    <span class="row-picture">
      {url === undefined ? <Icon name="picture" /> : <img class="picture" src={url} alt={image.alt} />}
    </span>
  );
}

const codeOf = (character: string): number => character.charCodeAt(0);
