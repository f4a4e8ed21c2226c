import { type ReadonlySignal, signal } from '@preact/signals';
import type { VariantChoice } from 'vitrine-client';
import type { Gallery } from '../gallery/gallery.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { openDialog } from '../ui/dialogs.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { toast } from '../ui/toasts.tsx';
import { ownAmong, targetsOf } from './plan-variants.ts';

const loadOwnPictureDialog = async () => (await import('./own-picture-dialog.tsx')).OwnPictureDialog;

/** The variants of a product as its screen has them: which are selected, and which were named here and have no picture. */
export class VariantBoard {
  readonly #gallery: Gallery;
  readonly #selected = signal<ReadonlySet<string>>(new Set());
  readonly #added = signal<readonly string[]>([]);

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  /** What is dropped on one of these is for all of them. */
  readonly selected: ReadonlySignal<ReadonlySet<string>> = this.#selected;
  /** Variants that the service does not know yet. */
  readonly added: ReadonlySignal<readonly string[]> = this.#added;

  toggle(variant: string): void {
    const selected = new Set(this.#selected.peek());
    if (!selected.delete(variant)) selected.add(variant);
    this.#selected.value = selected;
  }

  /** Shows variants that have no picture yet, so that one can be given to them. */
  add(names: readonly string[]): void {
    this.#added.value = [...new Set([...this.#added.peek(), ...names])];
  }

  /** Has a variant, and all that are selected with it, show an image that was dropped on it: the first of several. */
  async drop(imageIds: readonly number[], variant: string): Promise<void> {
    const [imageId] = imageIds;
    if (imageId === undefined) return;
    if (imageIds.length > 1) toast({ text: t.value.variants.onlyFirst });
    await this.choose(targetsOf(variant, this.#selected.peek()).map((each) => ({ variant: each, imageId })));
  }

  /** Has variants show images, or none. Where that takes pictures of their own away, it is asked first. */
  async choose(choices: readonly VariantChoice[]): Promise<void> {
    const owned = ownAmong(
      this.#gallery.view.peek().variants,
      choices.map(({ variant }) => variant),
    );
    if (owned.length === 0) return await this.#run(choices);
    openDialog((close) => (
      <Lazy
        load={loadOwnPictureDialog}
        props={{ variants: owned, onClose: close, onAgree: () => void this.#run(choices) }}
      />
    ));
  }

  async #run(choices: readonly VariantChoice[]): Promise<void> {
    if (choices.length === 0) return;
    const names = choices.map(({ variant }) => variant).join(', ');
    const texts = t.value.variants;
    const isDone = await this.#gallery.run({ kind: 'variants', choices }, texts.step(names));
    if (isDone) announce(choices.every(({ imageId }) => imageId === null) ? texts.cleared(names) : texts.shown(names));
  }
}
