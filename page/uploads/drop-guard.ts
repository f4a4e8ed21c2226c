import { navigate } from '../address.ts';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { toast } from '../ui/toasts.tsx';
import { readTransfer } from './dropped-files.ts';
import type { AddedFiles } from './folder-files.ts';

/** Deals with what is dragged over the window while its screen is shown. */
export interface DropHandler {
  readonly over: (event: DragEvent) => void;
  readonly leave: () => void;
  readonly drop: (event: DragEvent) => void;
}

let handler: DropHandler | undefined;

/** Files that were dropped on a product of a list, until its screen takes them. */
let held: { readonly product: string; readonly added: Promise<AddedFiles<File>> } | undefined;

/** Has a screen take what is dropped, until the function is called that this returns. */
export function handleDrops(next: DropHandler): () => void {
  handler = next;
  return () => {
    if (handler === next) handler = undefined;
  };
}

/** Returns what was dropped on a product before its screen was opened, once. */
export function takeHeld(product: string): Promise<AddedFiles<File>> | undefined {
  if (held?.product !== product) return undefined;
  const { added } = held;
  held = undefined;
  return added;
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Keeps the browser from leaving the page for a file that is dropped on it, and hands such files on. */
export function guardDrops(): void {
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    handler?.over(event);
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) handler?.leave();
  });
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (handler === undefined) dropOnList(event);
    else handler.drop(event);
  });
}

/** A drop on the card of a product opens it with the files. Elsewhere nobody could know where they belong. */
function dropOnList({ target, dataTransfer }: DragEvent): void {
  if (!session.canWrite.peek() || dataTransfer === null) return;
  const link = target instanceof Element ? target.closest('a') : null;
  const [, product] = /^\/admin\/products\/([^/]+)$/.exec(link?.pathname ?? '') ?? [];
  if (product === undefined || link === null) return toast({ text: t.peek().uploads.openProductFirst });
  held = { product: decodeURIComponent(product), added: readTransfer(dataTransfer) };
  navigate(link.pathname);
}
