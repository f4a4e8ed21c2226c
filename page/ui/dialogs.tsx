import { signal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { type Closable, LazyDialog } from './lazy.tsx';

/** Draws a dialog, which calls `close` when it is done. */
type DrawDialog = (close: () => void) => JSX.Element;

interface OpenDialog {
  readonly id: number;
  readonly draw: DrawDialog;
}

const open = signal<readonly OpenDialog[]>([]);

let lastId = 0;

/** Opens a dialog above everything, from an entry of a menu for instance, which is gone by then. */
export function openDialog(draw: DrawDialog): void {
  lastId += 1;
  open.value = [...open.value, { id: lastId, draw }];
}

/**
 * Opens a dialog whose code is loaded first. From the start it keeps what is pressed from going elsewhere.
 *
 * @param toProps returns its properties, with what closes it.
 */
export function openLazyDialog<Props extends Closable>(
  load: () => Promise<FunctionComponent<Props>>,
  toProps: (close: () => void) => Props,
): void {
  openDialog((close) => <LazyDialog load={load} props={toProps(close)} />);
}

/** Closes all dialogs, as when the page goes elsewhere: they belong to what is left. */
export function closeDialogs(): void {
  open.value = [];
}

/** The open dialogs, the last above the others. One that is opened as another one closes is not taken for it. */
export function Dialogs(): JSX.Element {
  return (
    <>
      {open.value.map((dialog) => (
        <DialogSlot key={dialog.id} dialog={dialog} />
      ))}
    </>
  );
}

function DialogSlot({ dialog }: { readonly dialog: OpenDialog }): JSX.Element {
  return dialog.draw(() => {
    open.value = open.value.filter((each) => each !== dialog);
  });
}
