import { type ReadonlySignal, signal } from '@preact/signals';
import type { TextConflict } from '../gallery/conflict.ts';
import type { Entry } from '../uploads/entries.ts';
import { lacksText } from './text.ts';

/** In which language the texts of a product are shown, which images are, and what others have changed meanwhile. */
export class Words {
  /** Undefined for the default language. */
  readonly language = signal<string | undefined>(undefined);
  /** Whether only images without a text are shown. */
  readonly isFiltered = signal(false);
  readonly #editedId = signal<number | undefined>(undefined);
  #save: (() => void) | undefined;
  readonly #conflicts = signal<readonly TextConflict[]>([]);

  readonly conflicts: ReadonlySignal<readonly TextConflict[]> = this.#conflicts;

  /** Notes whose text is being edited: it stays while the filter is on, until it is left. */
  enter(imageId: number, save: () => void): void {
    this.#editedId.value = imageId;
    this.#save = save;
  }

  /** Notes that a text is edited no more. */
  leave(imageId: number): void {
    if (this.#editedId.peek() !== imageId) return;
    this.#editedId.value = undefined;
    this.#save = undefined;
  }

  /** Saves what is being edited, because the page may be gone soon. */
  saveNow(): void {
    this.#save?.();
  }

  /** Leaves out the images that the filter hides. Files that are under way stay. */
  filter(entries: readonly Entry[]): readonly Entry[] {
    if (!this.isFiltered.value) return entries;
    const language = this.language.value;
    const kept = new Set([this.#editedId.value, ...this.#conflicts.value.map(({ imageId }) => imageId)]);
    return entries.filter(
      (entry) => entry.kind === 'upload' || lacksText(entry.image, language) || kept.has(entry.image.id),
    );
  }

  /** Keeps a text of ours that somebody else has changed as well, until it is decided which one stays. */
  noteConflict(conflict: TextConflict): void {
    const others = this.#conflicts.peek().filter((each) => !isSameText(each, conflict));
    this.#conflicts.value = [...others, conflict];
  }

  /** Forgets a text of ours. */
  settle(imageId: number, language: string | undefined): void {
    const left = this.#conflicts.peek().filter((each) => !isSameText(each, { imageId, language }));
    if (left.length < this.#conflicts.peek().length) this.#conflicts.value = left;
  }

  /** Returns the conflict about a text, where there is one. */
  conflictOf(imageId: number, language: string | undefined): TextConflict | undefined {
    return this.#conflicts.value.find((each) => isSameText(each, { imageId, language }));
  }
}

type TextName = Pick<TextConflict, 'imageId' | 'language'>;

const isSameText = (one: TextName, other: TextName): boolean =>
  one.imageId === other.imageId && one.language === other.language;
