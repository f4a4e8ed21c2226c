import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../api/session.ts';
import { type GalleryScope, useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { openUrlDialog } from './add-images.tsx';
import { addFiles } from './add-to-gallery.ts';
import { readTransfer } from './dropped-files.ts';
import type { AddedFiles } from './folder-files.ts';
import { handleDrops, takeHeld } from './drop-guard.ts';
import { type DropPlace, findDropPlace } from './drop-place.ts';
import { ReplacementPanels } from './replacement-panels.tsx';
import { UploadSummary } from './upload-summary.tsx';
import { readUrls } from './url-list.ts';

/** Takes what is dropped anywhere on the screen of a product or pasted into it, and shows how far it is. */
export function DropTarget(): JSX.Element {
  const scope = useGallery();
  const place = useSignal<DropPlace | undefined>(undefined);
  useEffect(() => {
    const ignore = handleDrops({
      over: (event) => (place.value = placeOf(event)),
      leave: () => (place.value = undefined),
      drop: (event) => {
        place.value = undefined;
        if (session.canWrite.peek() && event.dataTransfer !== null) {
          void addAll(scope, readTransfer(event.dataTransfer), placeOf(event).before);
        }
      },
    });
    const held = takeHeld(scope.gallery.product);
    if (held !== undefined) void addAll(scope, held, null);
    return ignore;
  }, [scope]);
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => pasteInto(scope, event);
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [scope]);
  return (
    <>
      <UploadSummary />
      <ReplacementPanels />
      {place.value && <DropOverlay place={place.value} />}
    </>
  );
}

async function addAll(scope: GalleryScope, added: Promise<AddedFiles<File>>, before: number | null): Promise<void> {
  addFiles(scope, await added, before);
}

/** Returns where something would land: between two images, or at the end. */
function placeOf({ clientX, clientY }: DragEvent): DropPlace {
  const boxes = [...document.querySelectorAll<HTMLElement>('li[data-image-id]')].map((tile) => {
    const { left, right, top, bottom } = tile.getBoundingClientRect();
    return { id: Number(tile.dataset['imageId']), left, right, top, bottom };
  });
  const isRightToLeft = getComputedStyle(document.body).direction === 'rtl';
  return findDropPlace(boxes, { x: clientX, y: clientY }, isRightToLeft);
}

function DropOverlay({ place: { before, mark } }: { readonly place: DropPlace }): JSX.Element {
  const { images } = useGallery();
  const texts = t.value.uploads;
  const index = images.value.findIndex(({ id }) => id === before);
  const where = index === -1 ? texts.dropAtEnd : texts.dropBefore(index + 1);
  const size = mark && { transform: `translate(${mark.x}px, ${mark.top}px)`, height: `${mark.bottom - mark.top}px` };
  return (
    <div class="drop-overlay" aria-hidden="true">
      {mark && <div class="file-drop-mark" style={size} />}
      <p class="drop-text">{session.canWrite.value ? where : t.value.session.readOnly}</p>
    </div>
  );
}

/** Pictures in the clipboard are added; a text of nothing but addresses is offered to be fetched. */
function pasteInto(scope: GalleryScope, event: ClipboardEvent): void {
  const { clipboardData, target } = event;
  const isForText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (clipboardData === null || !session.canWrite.peek() || document.querySelector('dialog[open]') !== null) return;
  if (clipboardData.types.includes('Files')) {
    // A text with a picture beside it, as spreadsheets copy it, belongs into a field.
    if (isForText && clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    void addAll(scope, readTransfer(clipboardData), null);
    return;
  }
  const text = clipboardData.getData('text/plain');
  const { urls, wrong } = readUrls(text);
  if (isForText || urls.length === 0 || wrong.length > 0) return;
  event.preventDefault();
  openUrlDialog(scope, text);
}
