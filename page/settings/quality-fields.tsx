import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Store } from 'vitrine-client';
import { t } from '../text/language.ts';

type Quality = Store['quality'];

const FORMATS = ['avif', 'webp', 'jpeg'] as const;

/** How much detail pictures keep, by format, for pictures and for small ones. */
export function QualityFields({ quality }: { readonly quality: Signal<Quality> }): JSX.Element {
  const texts = t.value.settings.store;
  return (
    <fieldset class="quality">
      <legend>{texts.quality}</legend>
      {(['regular', 'small'] as const).map((kind) => (
        <div key={kind} class="quality-row" role="group" aria-label={texts[kind]}>
          <span>{texts[kind]}</span>
          {FORMATS.map((format) => (
            <label key={format} class="field">
              <span>{format.toUpperCase()}</span>
              <input
                type="number"
                min={1}
                max={100}
                required
                value={quality.value[kind][format]}
                onInput={({ currentTarget }) => {
                  const changed = { ...quality.value[kind], [format]: Number(currentTarget.value) };
                  quality.value = { ...quality.value, [kind]: changed };
                }}
              />
            </label>
          ))}
        </div>
      ))}
      <label class="field">
        <span>{texts.smallUpTo}</span>
        <input
          type="number"
          min={0}
          required
          value={quality.value.smallUpToPx}
          onInput={({ currentTarget }) => {
            quality.value = { ...quality.value, smallUpToPx: Number(currentTarget.value) };
          }}
        />
      </label>
    </fieldset>
  );
}
