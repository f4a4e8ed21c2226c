import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isReachable } from '../api/connection.ts';
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
  const closing = useClosing(element, onClose, isClosable);
  return (
    // Escape does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog ref={element} class={`dialog dialog-${size}`} aria-labelledby={titleId} {...closing}>
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

/** Stands where a dialog is loading. It is seen only where that takes a moment, and can be closed meanwhile. */
export function WaitingDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const element = useModal();
  const closing = useClosing(element, onClose, true);
  // Not its button, which the next key would press.
  useLayoutEffect(() => element.current?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      class="dialog dialog-waiting"
      tabIndex={-1}
      aria-busy="true"
      aria-label={t.value.common.loading}
      {...closing}
    >
      <div class="dialog-content">
        <p class="loading">{isReachable.value ? t.value.common.loading : t.value.common.unreachable}</p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>
            {t.value.common.cancel}
          </button>
        </div>
      </div>
    </dialog>
  );
}

/**
 * What closes a dialog: Escape, and a click on the page behind it. Whoever selects a text may begin or let go there.
 *
 * @returns what the dialog does at its events; one that is not closable stays.
 */
function useClosing(
  element: RefObject<HTMLDialogElement | null>,
  onClose: () => void,
  isClosable: boolean,
): Readonly<Record<'onCancel' | 'onClose' | 'onPointerDown' | 'onPointerUp' | 'onClick', (event: Event) => void>> {
  const isOutside = useRef(false);
  const isBehind = ({ target }: Event): boolean => target === element.current;
  return {
    onCancel: (event) => {
      event.preventDefault();
      if (isClosable) onClose();
    },
    onClose: () => {
      // Browsers close it all the same where Escape is pressed twice.
      if (!isClosable) element.current?.showModal();
      else if (element.current !== null) onClose();
    },
    onPointerDown: (event) => {
      isOutside.current = isBehind(event);
    },
    onPointerUp: (event) => {
      isOutside.current &&= isBehind(event);
    },
    onClick: (event) => {
      if (isClosable && isOutside.current && isBehind(event)) onClose();
    },
  };
}

/** Opens a dialog above everything as long as it is drawn, and gives the focus back to what had it before. */
function useModal(): RefObject<HTMLDialogElement | null> {
  const element = useRef<HTMLDialogElement>(null);
  // Not a frame later: a key that is pressed meanwhile would go nowhere.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    const giveBack = dialog === null ? undefined : takeMessagesInto(dialog);
    return () => {
      giveBack?.();
      // The browser gives the focus back, which it does not where an open dialog is only taken away.
      dialog?.close();
    };
  }, []);
  return element;
}
