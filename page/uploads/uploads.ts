import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Gallery } from '../gallery/gallery.ts';
import { toMove } from '../gallery/command.ts';
import { type GalleryName, imagesOf, type Target } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { createdIds, isAtRest, splitAtRest, targetOf, toPlace, toSettle, withoutImages } from './places.ts';
import { preparePicture } from './prepare.ts';
import { SamePictures } from './same-picture.ts';
import { sendUpload } from './send-upload.ts';
import { Slots } from './slots.ts';
import { type Batch, type Source, Upload, type UploadState } from './upload.ts';
import { countUploads, type UploadCounts } from './upload-counts.ts';

/** The most images that a product can have, in all galleries. */
const MAX_IMAGES = 1000;

/** How many files go at a time, for all products that this page adds to. */
const slots = new Slots(3);

/** The files that are on their way to a product. They go on when its screen is left. */
export class Uploads {
  readonly #gallery: Gallery;
  readonly #batches = signal<readonly Batch[]>([]);
  readonly #same = new SamePictures();
  readonly #added = signal(0);

  /** The drops that have not come to rest, or of which something was not added. */
  readonly batches: ReadonlySignal<readonly Batch[]> = this.#batches;

  /** All files that are shown as such. */
  readonly #all = computed(() => this.#batches.value.flatMap(({ uploads }) => uploads));

  readonly counts: ReadonlySignal<UploadCounts> = computed(() => countUploads(this.#all.value, this.#added.value));

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
    gallery.watch((command, view, group) => {
      const isOwn = this.#batches.peek().some((batch) => batch.group === group);
      if (isOwn || (command.kind !== 'move' && command.kind !== 'delete')) return;
      this.#batches.value = withoutImages(this.#batches.peek(), command.ids, view);
    });
  }

  /** Adds pictures before an image of a gallery, in their order; null: at its end. @returns those without room. */
  add(sources: readonly Source[], gallery: GalleryName, before: Target): readonly Source[] {
    const left = this.#all.peek().filter(({ created }) => created.peek() === undefined).length;
    if (left === 0) this.#added.value = 0;
    const room = Math.max(0, MAX_IMAGES - this.#gallery.view.peek().images.length - left);
    const uploads = sources.slice(0, room).map((source) => new Upload(source));
    if (uploads.length > 0) {
      const id = crypto.randomUUID();
      this.#batches.value = [...this.#batches.peek(), { id, group: id, gallery, before, uploads }];
      announce(t.peek().uploads.adding(uploads.length));
      for (const upload of uploads) void this.#bring(upload);
    }
    return sources.slice(room);
  }

  /** Tries a file again that failed. */
  retry(upload: Upload): void {
    if (upload.state.peek().kind !== 'failed') return;
    upload.state.value = { kind: 'waiting' };
    void this.#bring(upload);
  }

  /** Tries all files again that failed. */
  retryAll(): void {
    for (const upload of this.#all.peek()) this.retry(upload);
  }

  /** Adds a picture although it is here already. */
  addAnyway(upload: Upload): void {
    if (upload.state.peek().kind !== 'asking') return;
    upload.isWantedTwice = true;
    upload.state.value = { kind: 'waiting' };
    void this.#bring(upload);
  }

  /** Adds all pictures that are here already, or leaves all of them out. */
  answerAll(isWanted: boolean): void {
    for (const upload of this.#all.peek().filter(({ state }) => state.peek().kind === 'asking')) {
      if (isWanted) this.addAnyway(upload);
      else this.remove(upload);
    }
  }

  /** Takes a file away that is not being sent. */
  remove(upload: Upload): void {
    const { kind } = upload.state.peek();
    if (kind === 'sending' || kind === 'created') return;
    this.#same.forget(upload);
    upload.forget();
    const batch = this.#batchOf(upload);
    if (batch === undefined) return;
    const rest = { ...batch, uploads: batch.uploads.filter((each) => each !== upload) };
    this.#batches.value = this.#batches
      .peek()
      .flatMap((each) => (each !== batch ? each : rest.uploads.length > 0 ? rest : []));
    if (isAtRest(rest)) void this.#settle(rest);
  }

  /** Takes all files away that have not begun. */
  stop(): void {
    for (const upload of this.#all.peek()) if (upload.state.peek().kind === 'waiting') this.remove(upload);
  }

  /** Prepares and sends a file, when it is its turn. */
  async #bring(upload: Upload): Promise<void> {
    await slots.run(async () => {
      if (this.#batchOf(upload) === undefined) return;
      const state = await this.#prepare(upload);
      if (state !== undefined) return this.#reach(upload, state);
      const batch = this.#batchOf(upload);
      if (batch === undefined) return undefined;
      upload.sent.value = 0;
      const view = this.#gallery.confirmed.peek() ?? this.#gallery.view.peek();
      upload.place ??= toPlace(batch, this.#batches.peek(), upload, view);
      upload.state.value = { kind: 'sending' };
      const context = { gallery: this.#gallery, galleryName: batch.gallery, group: batch.group };
      return await this.#gallery.track(async () => this.#reach(upload, await sendUpload(upload, context)));
    });
    const batch = this.#batchOf(upload);
    if (batch !== undefined && isAtRest(batch)) await this.#settle(batch);
  }

  /** @returns the state of a file that is not sent now; undefined where it can be. */
  async #prepare(upload: Upload): Promise<UploadState | undefined> {
    const { source } = upload;
    if (source.kind === 'file' && upload.prepared === undefined) {
      upload.state.value = { kind: 'preparing' };
      // A file that was changed or taken away since cannot be read any more.
      const preparation = await preparePicture(source.file).catch(() => undefined);
      if (preparation === undefined) return { kind: 'failed', reason: t.peek().uploads.unreadableFile };
      if (preparation.kind === 'refused') return { kind: 'failed', reason: preparation.reason };
      upload.prepared = preparation.prepared;
      upload.note.value = preparation.prepared.note;
    }
    // What was sent before may be here by now: as this very file.
    if (upload.isWantedTwice || upload.place !== undefined) return undefined;
    const same = await this.#same.find(upload, this.#gallery.view.peek().images);
    return same && { kind: 'asking', ...same };
  }

  #reach(upload: Upload, state: UploadState): void {
    if (state.kind === 'created') {
      this.#added.value += 1;
      upload.forget();
    }
    upload.state.value = state;
    if (state.kind === 'failed') announce(`${upload.name}: ${state.reason}`);
  }

  /** Once nothing of a drop is under way, one move puts right what came in another order. */
  async #settle({ id, group, gallery }: Batch): Promise<void> {
    const found = (): Batch | undefined => this.#batches.peek().find((batch) => batch.id === id);
    const newest = Math.max(0, ...(found()?.uploads ?? []).map((upload) => upload.created.peek()?.version ?? 0));
    if (newest > (this.#gallery.confirmed.peek()?.version ?? 0)) await this.#gallery.reload();
    const batch = found();
    // Somebody has tried one of its files again meanwhile.
    if (batch === undefined || !isAtRest(batch)) return;
    const view = this.#gallery.view.peek();
    const order = imagesOf(view, gallery).map((image) => image.id);
    const target = targetOf(batch, this.#batches.peek(), order);
    const moved = toSettle(createdIds(batch), target, order);
    if (moved) await this.#gallery.run(toMove(view, moved, target), t.peek().uploads.stepAdded, group);
    const settled = found();
    if (settled === undefined || !isAtRest(settled)) return;
    this.#batches.value = this.#batches.peek().flatMap((each) => (each === settled ? splitAtRest(each) : [each]));
    this.#tellEnd();
  }

  #tellEnd(): void {
    const { added, total, failed, underWay } = this.counts.peek();
    if (underWay === 0 && added > 0) announce(t.peek().uploads.summary(added, total, failed));
  }

  #batchOf(upload: Upload): Batch | undefined {
    return this.#batches.peek().find(({ uploads }) => uploads.includes(upload));
  }
}
