import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { NewSize, Size } from 'vitrine-client';
import { t } from '../text/language.ts';

const FITS: readonly Size['fit'][] = ['contain', 'cover', 'pad'];

/** Asks for a size to offer. */
export function NewSizeForm({ onAdd }: { readonly onAdd: (size: NewSize) => void }): JSX.Element {
  const texts = t.value.settings.sizes;
  const name = useSignal('');
  const width = useSignal('600');
  const height = useSignal('600');
  const fit = useSignal<Size['fit']>('cover');
  const background = useSignal('#ffffff');
  const add = (): void => {
    const size = { name: name.value.trim(), width: Number(width.value), height: Number(height.value), fit: fit.value };
    onAdd(fit.value === 'pad' ? { ...size, background: background.value } : size);
    name.value = '';
  };
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <label class="field">
        <span>{texts.name}</span>
        <input required value={name} onInput={({ currentTarget }) => (name.value = currentTarget.value)} />
      </label>
      <label class="field">
        <span>{texts.width}</span>
        <input
          type="number"
          min={1}
          required
          value={width}
          onInput={({ currentTarget }) => (width.value = currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{texts.height}</span>
        <input
          type="number"
          min={1}
          required
          value={height}
          onInput={({ currentTarget }) => (height.value = currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{texts.fit}</span>
        <select
          value={fit.value}
          onChange={({ currentTarget: { value } }) => (fit.value = FITS.find((each) => each === value) ?? 'contain')}
        >
          {FITS.map((each) => (
            <option key={each} value={each}>
              {texts.fits[each]}
            </option>
          ))}
        </select>
      </label>
      {fit.value === 'pad' && (
        <label class="field">
          <span>{texts.background}</span>
          <input
            type="color"
            value={background}
            onInput={({ currentTarget }) => (background.value = currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" class="button button-primary">
        {texts.add}
      </button>
    </form>
  );
}
