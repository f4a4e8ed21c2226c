import type { Image } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { isUnderWay, type Upload } from './upload.ts';

/** Where the same picture is already: as an image of the product, or undefined for one that is still on its way. */
export type SamePicture = { readonly sameAs: number | undefined };

/** Larger files are not hashed: that would need their bytes in memory at once. */
const MAX_HASHED_BYTES = 100_000_000;

/** Finds out whether a picture is on a product already, by its bytes. */
export class SamePictures {
  /** What was added here, by the SHA-256 of the file as it was added. */
  readonly #added = new Map<string, Upload>();
  /** The SHA-256 of media; their bytes never change. */
  readonly #ofMedia = new Map<number, Promise<string | undefined>>();

  /** Looks for the same picture among what was added here and the images of the product. */
  async find(upload: Upload, images: readonly Image[]): Promise<SamePicture | undefined> {
    const { source } = upload;
    if (source.kind === 'url') return undefined;
    if (source.kind === 'media') {
      const same = images.find(({ media }) => media.id === source.mediaId);
      return same && { sameAs: same.id };
    }
    if (source.file.size > MAX_HASHED_BYTES) return undefined;
    const digest = await sha256Of(source.file);
    const earlier = this.#added.get(digest);
    // Noted before anything else is waited for, so that of two that are looked at together one finds the other.
    this.#added.set(digest, earlier ?? upload);
    const stored = await this.#findStored(upload, digest, images);
    if (stored !== undefined || earlier === undefined || earlier === upload) return stored;
    const same = stillThere(earlier, images);
    if (same === undefined) this.#added.set(digest, upload);
    return same;
  }

  /** Forgets a file that was left out, so that it can be added later. */
  forget(upload: Upload): void {
    for (const [digest, each] of this.#added) if (each === upload) this.#added.delete(digest);
  }

  /** The service is asked about media of the same size and bytes alone, which are hardly ever another picture. */
  async #findStored(upload: Upload, digest: string, images: readonly Image[]): Promise<SamePicture | undefined> {
    const { prepared, source } = upload;
    if (prepared?.size === undefined || source.kind !== 'file') return undefined;
    const { blob, size } = prepared;
    const alike = images.filter(
      ({ media }) => media.bytes === blob.size && media.width === size.width && media.height === size.height,
    );
    if (alike.length === 0) return undefined;
    const sent = blob === source.file ? digest : await sha256Of(blob);
    for (const { id, media } of alike) if ((await this.#digestOf(media.id)) === sent) return { sameAs: id };
    return undefined;
  }

  async #digestOf(mediaId: number): Promise<string | undefined> {
    const read = async (): Promise<string | undefined> => {
      try {
        return (await call(async () => await vitrine.media.get(mediaId))).sha256;
      } catch {
        return undefined;
      }
    };
    const known = this.#ofMedia.get(mediaId) ?? read();
    this.#ofMedia.set(mediaId, known);
    return await known;
  }
}

function stillThere(earlier: Upload, images: readonly Image[]): SamePicture | undefined {
  const created = earlier.created.peek();
  if (created === undefined) return isUnderWay(earlier) ? { sameAs: undefined } : undefined;
  // Its image may have been deleted, or have got another picture.
  const image = images.find(({ id }) => id === created.image.id);
  return image?.media.id === created.image.media.id ? { sameAs: image.id } : undefined;
}

async function sha256Of(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
