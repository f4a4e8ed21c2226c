import type { JSX } from 'preact';
import { type GalleryScope, useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { openLazyDialog } from '../ui/dialogs.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton, type MenuItem } from '../ui/menu.tsx';
import { addFiles } from './add-to-gallery.ts';
import { ofFolder } from './folder-files.ts';
import { pickFiles } from './pick-files.ts';

const loadUrlDialog = async () => (await import('./url-dialog.tsx')).UrlDialog;
const loadLibraryDialog = async () => (await import('./library-dialog.tsx')).LibraryDialog;

/** The ways to add pictures other than dropping and pasting them. */
export function AddImages(): JSX.Element {
  const scope = useGallery();
  const texts = t.value.uploads;
  return (
    <div class="add-images">
      <label class="button button-primary add-button">
        <Icon name="add" />
        {texts.add}
        <input
          class="visually-hidden"
          type="file"
          multiple
          accept="image/*"
          onChange={({ currentTarget }) => {
            addFiles(scope, { files: [...(currentTarget.files ?? [])], leftOut: [] }, null);
            // So that the same files can be chosen again.
            currentTarget.value = '';
          }}
        />
      </label>
      <MenuButton label={texts.moreWays} items={() => waysToAdd(scope)} />
    </div>
  );
}

function waysToAdd(scope: GalleryScope): readonly MenuItem[] {
  const texts = t.value.uploads;
  const camera: MenuItem = {
    label: texts.camera,
    icon: 'camera',
    run: () => void pickFiles('camera').then((files) => addFiles(scope, { files, leftOut: [] }, null)),
  };
  return [
    ...(matchMedia('(pointer: coarse)').matches ? [camera] : []),
    {
      label: texts.folder,
      icon: 'folder',
      run: () => void pickFiles('folder').then((files) => addFiles(scope, ofFolder(files), null)),
    },
    { label: texts.fromUrls, icon: 'link', run: () => openUrlDialog(scope, '') },
    { label: texts.fromLibrary, icon: 'library', run: () => openLibraryDialog(scope) },
  ];
}

/** Opens the list of addresses, with those that were pasted. */
export const openUrlDialog = (scope: GalleryScope, text: string): void =>
  openLazyDialog(loadUrlDialog, (onClose) => ({ scope, text, onClose }));

const openLibraryDialog = (scope: GalleryScope): void =>
  openLazyDialog(loadLibraryDialog, (onClose) => ({ scope, onClose }));
