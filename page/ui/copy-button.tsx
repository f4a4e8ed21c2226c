import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { announce } from './announcer.tsx';
import { Icon } from './icon.tsx';

/** How long the button says that it has copied. */
const DONE_MS = 2_000;

/** Puts a text on the clipboard. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }): JSX.Element {
  const isDone = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    isDone.value = true;
    announce(t.value.common.copied);
    setTimeout(() => (isDone.value = false), DONE_MS);
  };
  return (
    <button type="button" class="icon-button" aria-label={label ?? t.value.common.copy} onClick={() => void copy()}>
      <Icon name={isDone.value ? 'check' : 'copy'} />
    </button>
  );
}
