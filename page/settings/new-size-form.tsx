import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { NewSize, Size } from 'vitrine-client';
import { t } from '../text/language.ts';
import { SelectField, TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';

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
    <Form class="inline-form" onSubmit={add}>
      <TextField label={texts.name} value={name} isRequired />
      <TextField label={texts.width} value={width} type="number" min={1} isRequired />
      <TextField label={texts.height} value={height} type="number" min={1} isRequired />
      <SelectField label={texts.fit} value={fit} options={FITS.map((each) => [each, texts.fits[each]])} />
      {fit.value === 'pad' && <TextField label={texts.background} value={background} type="color" />}
      <button type="submit" class="button button-primary">
        {texts.add}
      </button>
    </Form>
  );
}
