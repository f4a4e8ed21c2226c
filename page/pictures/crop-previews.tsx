import type { JSX } from 'preact';
import type { Image, Size } from 'vitrine-client';
import { ownSrcset, ownUrl } from '../api/picture-url.ts';
import { t } from '../text/language.ts';
import { objectPosition, type Point } from './crop.ts';

/** Proportions that shops often use, and that the store may not offer. */
const COMMON_RATIOS = [
  { name: '1:1', width: 1, height: 1 },
  { name: '4:5', width: 4, height: 5 },
  { name: '16:9', width: 16, height: 9 },
] as const;

interface CropPreviewsProps {
  readonly image: Image;
  readonly point: Point;
  /** Those of the store that cut. */
  readonly sizes: readonly Size[];
}

/** What each cut will show, made in the browser from the whole picture by the rule of the service. */
export function CropPreviews({ image, point, sizes }: CropPreviewsProps): JSX.Element {
  const { media, srcset, urls } = image;
  const texts = t.value.pictures;
  return (
    <>
      <h3>{texts.cuts}</h3>
      <div class="crops">
        {[...sizes, ...COMMON_RATIOS].map(({ name, width, height }) => (
          <figure key={name} class="crop">
            <img
              class="crop-picture"
              src={ownUrl(urls.standard)}
              srcset={ownSrcset(srcset)}
              sizes="20rem"
              alt=""
              draggable={false}
              style={{
                aspectRatio: `${width} / ${height}`,
                objectPosition: objectPosition(media, point, { width, height }),
              }}
            />
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </div>
      {sizes.length === 0 && <p class="hint">{texts.noCuts}</p>}
    </>
  );
}

/** The cuts of the store as the service has made them. */
export function ServedCrops({ image, sizes }: { readonly image: Image; readonly sizes: readonly Size[] }): JSX.Element {
  const texts = t.value.pictures;
  return (
    <>
      <h3>{texts.served}</h3>
      <div class="crops">
        {sizes.map(({ name, width, height }) => {
          const url = image.urls[name];
          return url === undefined ? null : (
            <figure key={name} class="crop">
              <img class="crop-picture" src={ownUrl(url)} alt={name} style={{ aspectRatio: `${width} / ${height}` }} />
              <figcaption>
                {name} {`${width} × ${height}`}
              </figcaption>
            </figure>
          );
        })}
      </div>
      {sizes.length === 0 && <p class="hint">{texts.noCuts}</p>}
    </>
  );
}
