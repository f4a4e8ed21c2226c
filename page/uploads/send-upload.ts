import { type CreateImagesAnswer, type NewImageWords, type Tagged, VitrineProblem } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure, describeProblem } from '../api/failure.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { type GalleryName, putImage } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import type { Upload, UploadState } from './upload.ts';

/** What a request of an upload belongs to. */
export interface SendContext {
  readonly gallery: Gallery;
  readonly galleryName: GalleryName;
  /** For undo. */
  readonly group: string;
}

/** Sends a picture, and has the gallery show what became of it. Its place must be set. */
export async function sendUpload(upload: Upload, { gallery, galleryName, group }: SendContext): Promise<UploadState> {
  const words: NewImageWords = { gallery: galleryName, ...upload.place };
  try {
    const { version, etag, results } = await call(async () => await create(gallery.product, upload, words));
    const result = results[0];
    if (result === undefined || !('image' in result)) return refused(upload, result && describeProblem(result.problem));
    const { image } = result;
    gallery.noteOwnChange({
      version,
      etag,
      apply: (view) => putImage(view, image),
      label: t.peek().uploads.stepAdded,
      group,
    });
    return { kind: 'created', image, version };
  } catch (error) {
    if (error instanceof VitrineProblem && error.status < 500) return refused(upload, describeFailure(error));
    // It may have been added nevertheless: the next attempt has to be the same one.
    return { kind: 'failed', reason: describeFailure(error) };
  }
}

/** What was refused has changed nothing, so the next attempt may go to wherever it belongs by then. */
function refused(upload: Upload, reason = t.peek().problems.unreachable): UploadState {
  upload.place = undefined;
  return { kind: 'failed', reason };
}

async function create(
  product: string,
  { source, prepared, sent, idempotencyKey }: Upload,
  words: NewImageWords,
): Promise<Tagged<CreateImagesAnswer>> {
  switch (source.kind) {
    case 'file': {
      const file = prepared?.blob ?? source.file;
      const fileName = prepared?.name ?? source.file.name;
      return await vitrine.images.create(product, [{ ...words, file, fileName }], {
        idempotencyKey,
        onProgress: ({ loadedBytes, totalBytes = loadedBytes }) => (sent.value = loadedBytes / Math.max(1, totalBytes)),
      });
    }
    case 'url':
      return await vitrine.images.create(product, [{ ...words, url: source.url }], { idempotencyKey });
    case 'media':
      return await vitrine.images.create(product, [{ ...words, mediaId: source.mediaId }], { idempotencyKey });
    default:
      return source satisfies never;
  }
}
