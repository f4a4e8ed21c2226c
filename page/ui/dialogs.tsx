import { signal } from '@preact/signals';
import type { JSX } from 'preact';

/** Draws a dialog, which calls `close` when it is done. */
type DrawDialog = (close: () => void) => JSX.Element;

const open = signal<readonly DrawDialog[]>([]);

/** Opens a dialog above everything, from an entry of a menu for instance, which is gone by then. */
export function openDialog(draw: DrawDialog): void {
  open.value = [...open.value, draw];
}

/** The open dialogs, the last above the others. */
export function Dialogs(): JSX.Element {
  return (
    <>
      {open.value.map((draw, index) => (
        <DialogSlot key={index} draw={draw} />
      ))}
    </>
  );
}

function DialogSlot({ draw }: { readonly draw: DrawDialog }): JSX.Element {
  return draw(() => {
    open.value = open.value.filter((each) => each !== draw);
  });
}
