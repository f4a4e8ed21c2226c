import { session } from '../api/session.ts';
import type { GalleryScope } from './gallery-context.ts';

/** Fields in which keys write, and take back what was written. */
const WRITES =
  'input:not([type=checkbox], [type=radio], [type=range], [type=file]), textarea, select, [contenteditable]';

/** Does what keys say wherever the focus is, unless something else is written or asked there. @returns what ends it. */
export function followScreenKeys(scope: GalleryScope): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const target = event.target instanceof Element ? event.target : null;
    const isElsewhere = target?.closest(`${WRITES}, dialog, [role=menu]`) != null;
    if (isElsewhere || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (!session.canWrite.peek() || !runKey(event.key.toLowerCase(), event.shiftKey, scope)) return;
    event.preventDefault();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function runKey(key: string, isShifted: boolean, { gallery, selection, images }: GalleryScope): boolean {
  if (key === 'z' && isShifted) void gallery.redo();
  else if (key === 'z') void gallery.undo();
  else if (key === 'y') void gallery.redo();
  else if (key === 'a' && !isShifted) selection.set(images.peek().map(({ id }) => id));
  else return false;
  return true;
}
