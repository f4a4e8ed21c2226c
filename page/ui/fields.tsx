import type { Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';

interface FieldProps {
  readonly label: ComponentChildren;
  readonly hint?: string | undefined;
  readonly value: Signal<string>;
}

/** Texts run as they are written, in whichever language. */
const ATTRIBUTES = {
  text: { type: 'text', dir: 'auto' },
  url: { type: 'url', dir: 'ltr' },
  number: { type: 'number' },
  color: { type: 'color' },
  'datetime-local': { type: 'datetime-local' },
} as const;

interface TextFieldProps extends FieldProps {
  readonly type?: keyof typeof ATTRIBUTES;
  /** Of a number. */
  readonly min?: number;
  readonly isRequired?: boolean;
}

/** A field of one line. */
export function TextField({ label, hint, value, type = 'text', min, isRequired = false }: TextFieldProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        {...ATTRIBUTES[type]}
        {...(min !== undefined && { min })}
        required={isRequired}
        value={value}
        onInput={({ currentTarget }) => (value.value = currentTarget.value)}
      />
      {hint !== undefined && <small class="hint">{hint}</small>}
    </label>
  );
}

/** A field of several lines. */
export function LinesField({ label, hint, value }: FieldProps): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea rows={3} value={value} onInput={({ currentTarget }) => (value.value = currentTarget.value)} />
      {hint !== undefined && <small class="hint">{hint}</small>}
    </label>
  );
}

interface SelectFieldProps<Name extends string> {
  readonly label: string;
  readonly value: Signal<Name>;
  /** What can be chosen, each with its text. */
  readonly options: readonly (readonly [Name, string])[];
}

/** A choice of one of several. */
export function SelectField<Name extends string>({ label, value, options }: SelectFieldProps<Name>): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value.value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([name]) => name === currentTarget.value);
          if (chosen !== undefined) value.value = chosen[0];
        }}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A yes or no. */
export function CheckField({ label, value }: { readonly label: string; readonly value: Signal<boolean> }): JSX.Element {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value.value}
        onChange={({ currentTarget }) => (value.value = currentTarget.checked)}
      />
      {label}
    </label>
  );
}
