import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { LibraryMedia, MediaUse } from 'vitrine-client';
import { productAddress } from '../address.ts';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import { EndlessList } from '../lists/endless-list.ts';
import { formatBytes, formatTime } from '../text/format.ts';
import { t } from '../text/language.ts';
import { FOLDERS } from './library-filters.ts';
import { act } from '../ui/act.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { Link } from '../ui/link.tsx';
import { Picture } from '../ui/picture.tsx';
import { toast } from '../ui/toasts.tsx';

interface MediaDialogProps {
  readonly media: LibraryMedia;
  readonly onClose: () => void;
  readonly onChange: (media: LibraryMedia) => void;
  readonly onDelete: () => void;
}

/** A file of the library: what it is called, where it is used, and its addresses. */
export function MediaDialog(props: MediaDialogProps): JSX.Element {
  const { media, onClose } = props;
  const texts = t.value.library;
  return (
    <Dialog title={media.fileName} size="wide" onClose={onClose}>
      <div class="media-details">
        <div class="media-picture">
          <Picture
            urls={media.urls}
            srcset={media.srcset}
            sizes="(max-width: 50rem) 90vw, 32rem"
            alt={media.alt}
            color={media.color}
          />
        </div>
        <div>
          <p class="hint">
            {media.format.toUpperCase()}, {media.width} × {media.height}, {formatBytes(media.bytes)},{' '}
            {formatTime(media.createdAt)}
          </p>
          {session.canWrite.value && <MediaForm {...props} />}
          <Uses media={media} onClose={onClose} />
          <p class="copy-line">
            <code>{media.urls.zoom}</code>
            <CopyButton text={media.urls.zoom} label={texts.copyAddress} />
          </p>
        </div>
      </div>
    </Dialog>
  );
}

function MediaForm({ media, onClose, onChange, onDelete }: MediaDialogProps): JSX.Element {
  const texts = t.value.library;
  const fileName = useSignal(media.fileName);
  const alt = useSignal(media.alt);
  const folder = useSignal(media.folder);
  const save = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    const changes = {
      fileName: fileName.value === media.fileName ? undefined : fileName.value,
      alt: alt.value,
      folder: folder.value,
    };
    const isSaved = await act(async () => {
      onChange(await call(async () => await vitrine.media.update(media.id, changes, { idempotencyKey })));
    });
    if (!isSaved) return;
    toast({ text: t.value.common.saved });
    onClose();
  };
  const remove = async (): Promise<void> => {
    const idempotencyKey = crypto.randomUUID();
    const isDeleted = await act(
      async () => await call(async () => await vitrine.media.delete(media.id, { idempotencyKey })),
    );
    if (!isDeleted) return;
    toast({ text: texts.deleted(media.fileName) });
    onDelete();
    onClose();
  };
  return (
    <Form onSubmit={save}>
      <TextField label={texts.fileName} value={fileName} isRequired />
      <TextField label={texts.text} value={alt} />
      <SelectField label={texts.folder} value={folder} options={FOLDERS.map((each) => [each, texts.folders[each]])} />
      {media.uses > 0 && <p class="hint">{texts.keptWhileUsed}</p>}
      <div class="dialog-actions">
        {media.uses === 0 && (
          <ConfirmButton
            action={t.value.common.delete}
            question={texts.deleteConfirm(media.fileName)}
            onConfirm={remove}
          />
        )}
        <button type="submit" class="button button-primary">
          {t.value.common.save}
        </button>
      </div>
    </Form>
  );
}

function Uses({ media, onClose }: { readonly media: LibraryMedia; readonly onClose: () => void }): JSX.Element {
  const texts = t.value.library;
  const list = useMemo(
    () =>
      new EndlessList<MediaUse>(async (cursor) => {
        const { value } = await vitrine.media.uses(media.id, { cursor }).pages().next();
        return value ?? { items: [], next: null };
      }),
    [media.id],
  );
  useEffect(() => void list.more(), [list]);
  if (list.items.value.length === 0 && list.isAtEnd.value) return <p>{texts.notUsed}</p>;
  return (
    <>
      <h3>{texts.usedBy}</h3>
      <ul>
        {list.items.value.map((use) => (
          <li key={'imageId' in use ? `i${use.imageId}` : `v${use.productId}/${use.variant}`}>
            <Link href={productAddress(use.productId)} onFollow={onClose}>
              {'imageId' in use ? texts.usedByImage(use.productId) : texts.usedByVariant(use.productId, use.variant)}
            </Link>
          </li>
        ))}
      </ul>
      <EndlessEnd list={list} />
    </>
  );
}
