import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Image, Size } from 'vitrine-client';
import { ownUrl } from '../api/picture-url.ts';
import { t } from '../text/language.ts';
import type { Ground } from './ground-choice.tsx';

interface SizesShownProps {
  readonly image: Image;
  readonly sizes: readonly Size[];
  readonly ground: Ground;
}

const DENSITIES = [1, 2] as const;

/** Every size side by side as shoppers see it: each of its pixels is one of theirs, or half of one on a dense screen. */
export function SizesShown({ image, sizes, ground }: SizesShownProps): JSX.Element {
  const [density, setDensity] = useState<(typeof DENSITIES)[number]>(1);
  const texts = t.value.pictures;
  const smallestFirst = sizes.toSorted((one, other) => one.width - other.width);
  return (
    <>
      <fieldset class="choices choices-row">
        <legend>{texts.density}</legend>
        {DENSITIES.map((each) => (
          <label key={each} class="check">
            <input type="radio" name="density" checked={each === density} onChange={() => setDensity(each)} />
            {texts.densities(each)}
          </label>
        ))}
      </fieldset>
      <div class={`sizes-shown ground-${ground}`} tabIndex={0} role="group" aria-label={texts.sizes}>
        {smallestFirst.map((size) => (
          <ShownSize key={size.name} url={image.urls[size.name]} size={size} density={density} />
        ))}
      </div>
    </>
  );
}

interface ShownSizeProps {
  readonly url: string | undefined;
  readonly size: Size;
  readonly density: number;
}

function ShownSize({ url, size: { name, width, height, fit }, density }: ShownSizeProps): JSX.Element | null {
  const [pixels, setPixels] = useState<{ readonly width: number; readonly height: number }>();
  if (url === undefined) return null;
  return (
    <figure class="shown-size">
      <img
        src={ownUrl(url)}
        alt={name}
        loading="lazy"
        draggable={false}
        style={pixels && { width: `${pixels.width / density}px`, height: `${pixels.height / density}px` }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          setPixels({ width: naturalWidth, height: naturalHeight });
        }}
      />
      <figcaption>
        <strong>{name}</strong> {pixels ? `${pixels.width} × ${pixels.height}` : ''}
        <br />
        {t.value.pictures.box(fit, width, height)}
      </figcaption>
    </figure>
  );
}
