import type { JSX } from 'preact';
import { confirm } from './confirm.tsx';

interface ConfirmButtonProps {
  /** What it does, on the button and in the question. */
  readonly action: string;
  /** Its name where the text does not say what it is about. */
  readonly label?: string | undefined;
  readonly question: string;
  readonly isDisabled?: boolean | undefined;
  readonly title?: string | undefined;
  readonly onConfirm: () => void | Promise<void>;
}

/** A button for what nothing brings back, which asks first. */
export function ConfirmButton(props: ConfirmButtonProps): JSX.Element {
  const { action, label, question, isDisabled = false, title, onConfirm } = props;
  return (
    <button
      type="button"
      class="button button-danger"
      disabled={isDisabled}
      title={title}
      aria-label={label}
      onClick={() => confirm({ title: action, text: question, action, onConfirm: () => void onConfirm() })}
    >
      {action}
    </button>
  );
}
