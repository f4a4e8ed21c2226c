import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isReachable } from '../api/connection.ts';
import { session } from '../api/session.ts';
import { useGallery } from '../gallery/gallery-context.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import type { Upload } from './upload.ts';

/** A file that is under way, where it was dropped. */
export function UploadTile({ upload }: { readonly upload: Upload }): JSX.Element {
  const { uploads } = useGallery();
  const { id, name, note, state } = upload;
  const { kind } = state.value;
  const texts = t.value.uploads;
  const isRemovable = kind !== 'sending' && kind !== 'created';
  return (
    <li id={`upload-${id}`} class={`tile upload-tile upload-${kind}`} data-upload={kind}>
      <Preview upload={upload} />
      <div class="tile-tools">
        <span class="tile-name" id={`name-${id}`} title={name}>
          {name}
        </span>
        {isRemovable && (
          <button
            type="button"
            class="icon-button"
            aria-label={texts.remove}
            aria-describedby={`name-${id}`}
            onClick={() => uploads.remove(upload)}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      {note.value !== undefined && <p class="upload-note">{note}</p>}
      <Progress upload={upload} />
    </li>
  );
}

/** The picture from the file itself, or the mark of one where the browser cannot draw it. */
function Preview({ upload: { previewUrl } }: { readonly upload: Upload }): JSX.Element {
  const [isDrawable, setIsDrawable] = useState(previewUrl !== undefined);
  return (
    <div class="tile-picture upload-preview">
      {!isDrawable && <Icon name="picture" />}
      {isDrawable && (
        <img
          class="picture"
          src={previewUrl}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setIsDrawable(false)}
        />
      )}
    </div>
  );
}

function Progress({ upload }: { readonly upload: Upload }): JSX.Element | null {
  const state = upload.state.value;
  const texts = t.value.uploads;
  switch (state.kind) {
    case 'waiting':
      return <p class="upload-note">{isReachable.value ? texts.waiting : texts.waitingForLine}</p>;
    case 'preparing':
      return <p class="upload-note">{texts.preparing}</p>;
    case 'sending':
      return <Sending upload={upload} />;
    case 'asking':
      return <Question upload={upload} sameAs={state.sameAs} />;
    case 'failed':
      return <Failure upload={upload} reason={state.reason} />;
    case 'created':
      return <p class="upload-note">{texts.added}</p>;
    default:
      return state satisfies never;
  }
}

function Sending({ upload: { id, source, sent } }: { readonly upload: Upload }): JSX.Element {
  const texts = t.value.uploads;
  // Only a file leaves this page; the others are fetched by the service.
  const isSent = source.kind !== 'file' || sent.value >= 1;
  return (
    <div class="upload-progress">
      <progress aria-labelledby={`name-${id}`} value={isSent ? undefined : sent.value} />
      <span>{!isReachable.value ? texts.waitingForLine : isSent ? texts.finishing : texts.percent(sent.value)}</span>
    </div>
  );
}

function Question({ upload, sameAs }: { readonly upload: Upload; readonly sameAs: number | undefined }): JSX.Element {
  const { uploads, gallery } = useGallery();
  const texts = t.value.uploads;
  const same = gallery.view.value.images.find(({ id }) => id === sameAs);
  return (
    <div class="upload-question">
      <p>{same === undefined ? texts.sameUnderWay : texts.sameAs(same.position + 1)}</p>
      <button type="button" class="button" onClick={() => uploads.addAnyway(upload)}>
        {texts.addAnyway}
      </button>
      <button type="button" class="button" onClick={() => uploads.remove(upload)}>
        {texts.leaveOut}
      </button>
    </div>
  );
}

function Failure({ upload, reason }: { readonly upload: Upload; readonly reason: string }): JSX.Element | null {
  const { uploads } = useGallery();
  return (
    <div class="upload-question">
      <p class="failure">{reason}</p>
      <button
        type="button"
        class="button"
        aria-describedby={`name-${upload.id}`}
        disabled={!session.canWrite.value}
        onClick={() => uploads.retry(upload)}
      >
        <Icon name="redo" />
        {t.value.uploads.retry}
      </button>
    </div>
  );
}
