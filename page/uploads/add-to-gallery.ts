import type { GalleryScope } from '../gallery/gallery-context.ts';
import type { Target } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import { toast } from '../ui/toasts.tsx';
import type { AddedFiles } from './folder-files.ts';
import type { Source } from './upload.ts';

/** How many names are told; of more, how many there are. */
const MAX_TOLD_NAMES = 3;

/** Adds pictures to the gallery that is shown, and tells which of them have no room. */
export function addSources(scope: GalleryScope, sources: readonly Source[], before: Target): void {
  const texts = t.peek().uploads;
  const withoutRoom = scope.uploads.add(sources, scope.shown.peek(), before);
  showFirst(scope);
  if (withoutRoom.length > 0) toast({ kind: 'failure', text: texts.noRoom(withoutRoom.length) });
}

/** Brings the first of the files that were just added into sight, once they are drawn. */
function showFirst({ uploads }: GalleryScope): void {
  const id = uploads.batches.peek().at(-1)?.uploads[0]?.id;
  requestAnimationFrame(() => document.getElementById(`upload-${id ?? ''}`)?.scrollIntoView({ block: 'nearest' }));
}

/** Adds files to the gallery that is shown, and names what is no picture. */
export function addFiles(scope: GalleryScope, { files, leftOut }: AddedFiles<File>, before: Target): void {
  const sources = files.map((file): Source => ({ kind: 'file', file }));
  if (sources.length > 0) addSources(scope, sources, before);
  if (leftOut.length === 0) return;
  const names = leftOut.slice(0, MAX_TOLD_NAMES).join(', ');
  toast({ kind: 'failure', text: t.peek().uploads.leftOut(names, leftOut.length - MAX_TOLD_NAMES) });
}
