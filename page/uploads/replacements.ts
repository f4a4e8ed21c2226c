import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Image, Tagged } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure } from '../api/failure.ts';
import { ownUrl } from '../api/picture-url.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { putImage } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import type { Prepared } from './plan-picture.ts';
import { preparePicture } from './prepare.ts';

/** How far a new picture of an image is. */
export type ReplacementState =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'done' };

/** A new picture for an image that stays what and where it is. */
export interface Replacement {
  /** Its key for the service, and its step for undo. */
  readonly id: string;
  readonly imageId: number;
  readonly file: File;
  /** The picture before, as it was; undefined where it could not be kept. */
  readonly beforeUrl: string | undefined;
  readonly afterUrl: string;
  readonly state: Signal<ReplacementState>;
  /** How much of it has left, from 0 to 1. */
  readonly sent: Signal<number>;
  readonly note: Signal<string | undefined>;
}

const isOpen = ({ state }: Replacement): boolean => state.value.kind === 'preparing' || state.value.kind === 'sending';

/** The new pictures of images of a product, each shown beside the one before until somebody has seen it. */
export class Replacements {
  readonly #gallery: Gallery;
  readonly #all = signal<readonly Replacement[]>([]);

  readonly all: ReadonlySignal<readonly Replacement[]> = this.#all;

  /** Those that are on their way. */
  readonly open: ReadonlySignal<readonly Replacement[]> = computed(() => this.#all.value.filter(isOpen));

  readonly openCount: ReadonlySignal<number> = computed(() => this.open.value.length);

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  /** Gives an image a new picture. */
  async replace(image: Image, file: File): Promise<void> {
    for (const earlier of this.#all.peek()) if (earlier.imageId === image.id && !isOpen(earlier)) this.close(earlier);
    const replacement: Replacement = {
      id: crypto.randomUUID(),
      imageId: image.id,
      file,
      // The service forgets the URLs of the old picture.
      beforeUrl: await keep(ownUrl(image.urls.standard)),
      afterUrl: URL.createObjectURL(file),
      state: signal<ReplacementState>({ kind: 'preparing' }),
      sent: signal(0),
      note: signal<string | undefined>(undefined),
    };
    this.#all.value = [...this.#all.peek(), replacement];
    await this.tryAgain(replacement);
  }

  /** Sends a new picture, after a failure as well. */
  async tryAgain(replacement: Replacement): Promise<void> {
    replacement.state.value = { kind: 'preparing' };
    const preparation = await preparePicture(replacement.file).catch(() => undefined);
    if (preparation === undefined) return fail(replacement, t.peek().uploads.unreadableFile);
    if (preparation.kind === 'refused') return fail(replacement, preparation.reason);
    replacement.note.value = preparation.prepared.note;
    replacement.state.value = { kind: 'sending' };
    await this.#gallery.track(async () => await this.#send(replacement, preparation.prepared));
  }

  /** Whether the old picture can be taken back as the last step. */
  canTakeBack({ id }: Replacement): boolean {
    return this.#gallery.stack.value.undo.at(-1)?.group === id;
  }

  /** Takes the old picture back. */
  async takeBack(replacement: Replacement): Promise<void> {
    this.close(replacement);
    await this.#gallery.undo();
  }

  /** Shows a replacement no longer. */
  close(replacement: Replacement): void {
    for (const url of [replacement.beforeUrl, replacement.afterUrl]) if (url !== undefined) URL.revokeObjectURL(url);
    this.#all.value = this.#all.peek().filter((each) => each !== replacement);
  }

  async #send(replacement: Replacement, { blob, name }: Prepared): Promise<void> {
    const { id, imageId, sent, state } = replacement;
    const options = {
      idempotencyKey: id,
      onProgress: ({
        loadedBytes,
        totalBytes = loadedBytes,
      }: {
        loadedBytes: number;
        totalBytes: number | undefined;
      }) => (sent.value = loadedBytes / Math.max(1, totalBytes)),
    };
    const source = { file: blob, fileName: name };
    try {
      const answer = await call(
        async () => await vitrine.images.replaceFile(this.#gallery.product, imageId, source, options),
      );
      this.#note(answer, id);
      state.value = { kind: 'done' };
      announce(t.peek().uploads.replaced);
    } catch (error) {
      fail(replacement, describeFailure(error));
    }
  }

  #note({ etag, ...image }: Tagged<Image>, group: string): void {
    const label = t.peek().gallery.replace;
    const version = versionOf(etag);
    if (version === undefined) return void this.#gallery.reload();
    this.#gallery.noteOwnChange({ version, etag, apply: (view) => putImage(view, image), label, group });
  }
}

function fail({ state, file }: Replacement, reason: string): void {
  state.value = { kind: 'failed', reason };
  announce(`${file.name}: ${reason}`);
}

/** An image does not say which version of its product it belongs to; its ETag does. */
function versionOf(etag: string): number | undefined {
  const [, version] = /"v-(\d+)/.exec(etag) ?? [];
  return version === undefined ? undefined : Number(version);
}

async function keep(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url);
    return answer.ok ? URL.createObjectURL(await answer.blob()) : undefined;
  } catch {
    return undefined;
  }
}
