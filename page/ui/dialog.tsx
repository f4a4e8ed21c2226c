import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text/language.ts';
import { Icon } from './icon.tsx';
import { takeMessagesInto } from './messages.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** `wide` takes most of the window, `side` the side of it where lines end. */
  readonly size?: 'narrow' | 'wide' | 'side' | undefined;
  /** False where it cannot be closed without an answer. */
  readonly isClosable?: boolean | undefined;
}

/** A modal dialog. The browser keeps the focus in it, and closes it with Escape. */
export function Dialog({ title, onClose, children, size = 'narrow', isClosable = true }: DialogProps): JSX.Element {
  const element = useModal();
  const titleId = useId();
  const isPressedOutside = useRef(false);
  return (
    // Escape does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      class={`dialog dialog-${size}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (isClosable) onClose();
      }}
      onClose={() => {
        // Browsers close it all the same where Escape is pressed twice.
        if (!isClosable) element.current?.showModal();
        else if (element.current !== null) onClose();
      }}
      onPointerDown={({ target }) => {
        isPressedOutside.current = target === element.current;
      }}
      onClick={({ target }) => {
        // Whoever selects a text may let go outside.
        if (isClosable && isPressedOutside.current && target === element.current) onClose();
      }}
    >
      <div class="dialog-content">
        <header class="dialog-header">
          <h2 id={titleId}>{title}</h2>
          {isClosable && (
            <button type="button" class="icon-button" aria-label={t.value.common.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Stands where a dialog is loading. It is seen only where that takes a moment, and Escape takes the wish back. */
export function WaitingDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <dialog
      ref={useModal()}
      class="dialog dialog-waiting"
      aria-busy="true"
      aria-label={t.value.common.loading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <p class="loading">{t.value.common.loading}</p>
    </dialog>
  );
}

/** Opens a dialog above everything as long as it is drawn, and gives the focus back to what had it before. */
function useModal(): RefObject<HTMLDialogElement | null> {
  const element = useRef<HTMLDialogElement>(null);
  // Not a frame later: a key that is pressed meanwhile would go nowhere.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    const giveBack = dialog === null ? undefined : takeMessagesInto(dialog);
    return () => {
      giveBack?.();
      // Nothing else can have the focus as long as the dialog is open.
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return element;
}
