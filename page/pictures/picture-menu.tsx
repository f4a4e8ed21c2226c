import type { FunctionComponent } from 'preact';
import { session } from '../api/session.ts';
import type { GalleryScope } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { openLazyDialog } from '../ui/dialogs.tsx';
import type { MenuItem } from '../ui/menu.tsx';

interface ImageDialogProps {
  readonly scope: GalleryScope;
  readonly imageId: number;
  readonly onClose: () => void;
}

const loadDetails = async () => (await import('./details-dialog.tsx')).DetailsDialog;
const loadFocal = async () => (await import('./focal-dialog.tsx')).FocalDialog;
const loadVariants = async () => (await import('../variants/show-for-variants.tsx')).ShowForVariants;

/** Opens the details of an image. */
export function openDetails(scope: GalleryScope, imageId: number): void {
  openLazyDialog(loadDetails, (onClose) => ({ scope, imageId, onClose }));
}

/** What the menu of a tile offers about its picture. Whoever may only read sees the details. */
export function pictureMenu(scope: GalleryScope, imageId: number): readonly MenuItem[] {
  const open = (load: () => Promise<FunctionComponent<ImageDialogProps>>) => (): void =>
    openLazyDialog(load, (onClose) => ({ scope, imageId, onClose }));
  const details: MenuItem = {
    label: t.value.pictures.detailsItem,
    icon: 'info',
    run: () => openDetails(scope, imageId),
  };
  if (!session.canWrite.value) return [details];
  return [
    { label: t.value.pictures.focalItem, icon: 'focus', run: open(loadFocal) },
    { label: t.value.variants.showForItem, icon: 'link', run: open(loadVariants) },
    details,
  ];
}
