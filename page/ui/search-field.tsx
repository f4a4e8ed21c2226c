import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** How long somebody pauses before what they have typed is looked for. */
const TYPING_PAUSE_MS = 250;

interface SearchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** A field that searches while somebody types. */
export function SearchField({ label, hint, value, onSearch }: SearchFieldProps): JSX.Element {
  const typed = useSignal(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address can change without the field, as by a link or on return.
  useEffect(() => {
    if (typed.peek().trim() !== value.trim()) typed.value = value;
  }, [value]);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  const search = (): void => {
    clearTimeout(timer.current);
    latest.current(typed.peek());
  };
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={hint}
        value={typed}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(search, TYPING_PAUSE_MS);
        }}
      />
    </form>
  );
}
