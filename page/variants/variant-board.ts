import { type ReadonlySignal, signal } from '@preact/signals';
import type { VariantChoice } from 'vitrine-client';
import type { EditedGallery } from '../gallery/edited-gallery.ts';
import { t } from '../text/language.ts';
import { ownAmong, targetsOf } from './plan-variants.ts';

/** What the board tells people, and asks them. */
export interface VariantPrompts {
  /** Several images were dropped, of which a variant can show one. */
  readonly onOnlyFirst: () => void;
  readonly onDone: (choices: readonly VariantChoice[]) => void;
  /** Asks whether variants may lose pictures that belong to them alone. */
  readonly mayReplaceOwn: (variants: readonly string[]) => Promise<boolean>;
}

/** The variants of a product as its screen has them: which are selected, and which were named here and have no picture. */
export class VariantBoard {
  readonly #gallery: EditedGallery;
  readonly #prompts: VariantPrompts;
  readonly #selected = signal<ReadonlySet<string>>(new Set());
  readonly #added = signal<readonly string[]>([]);

  constructor(gallery: EditedGallery, prompts: VariantPrompts) {
    this.#gallery = gallery;
    this.#prompts = prompts;
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
    if (imageIds.length > 1) this.#prompts.onOnlyFirst();
    await this.choose(targetsOf(variant, this.#selected.peek()).map((each) => ({ variant: each, imageId })));
  }

  /** Has variants show images, or none. Where that takes pictures of their own away, it is asked first. */
  async choose(choices: readonly VariantChoice[]): Promise<void> {
    if (choices.length === 0) return;
    const names = choices.map(({ variant }) => variant);
    const owned = ownAmong(this.#gallery.view.peek().variants, names);
    if (owned.length > 0 && !(await this.#prompts.mayReplaceOwn(owned))) return;
    const isDone = await this.#gallery.run({ kind: 'variants', choices }, t.value.variants.step(names.join(', ')));
    if (isDone) this.#prompts.onDone(choices);
  }
}
