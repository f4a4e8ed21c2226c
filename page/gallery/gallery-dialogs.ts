import { openLazyDialog } from '../ui/dialogs.tsx';
import type { DeleteDialogProps } from './delete-dialog.tsx';
import type { GalleryScope } from './gallery-context.ts';
import type { PositionDialogProps } from './position-dialog.tsx';

/* The dialogs of a product's screen, whose code is loaded when they are opened. */

const loadDelete = async () => (await import('./delete-dialog.tsx')).DeleteDialog;
const loadHistory = async () => (await import('./history-dialog.tsx')).HistoryDialog;
const loadKeys = async () => (await import('./keys-dialog.tsx')).KeysDialog;
const loadPosition = async () => (await import('./position-dialog.tsx')).PositionDialog;

/** Asks whether images are to be deleted that variants show. */
export const openDeleteDialog = (props: Omit<DeleteDialogProps, 'onClose'>): void =>
  openLazyDialog(loadDelete, (onClose) => ({ ...props, onClose }));

/** Shows who did what to the product, and goes back to any point of it. */
export const openHistory = ({ gallery }: GalleryScope): void =>
  openLazyDialog(loadHistory, (onClose) => ({ gallery, onClose }));

/** Shows what the keys do. */
export const openKeys = (): void => openLazyDialog(loadKeys, (onClose) => ({ onClose }));

/** Asks for a place, from 1. */
export const openPositionDialog = (props: Omit<PositionDialogProps, 'onClose'>): void =>
  openLazyDialog(loadPosition, (onClose) => ({ ...props, onClose }));
