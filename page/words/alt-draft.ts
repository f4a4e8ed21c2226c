import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type TextConflict, textOf } from '../gallery/conflict.ts';
import type { EditedGallery } from '../gallery/edited-gallery.ts';
import { t } from '../text/language.ts';
import { toText, toTextPatch } from './text.ts';
import type { Words } from './words.ts';

/** How long somebody has to stop typing before the text is saved, in milliseconds. */
const PAUSE_MS = 1_500;

/** What has become of the last change. */
export type SaveState = 'none' | 'typed' | 'saving' | 'saved' | 'failed';

/** What is typed into a field, and the text that it began with. */
interface Typed {
  readonly text: string;
  readonly base: string;
}

/** The text of one image in one language while it is edited. */
export class AltDraft {
  readonly #gallery: EditedGallery;
  readonly #words: Words;
  readonly #imageId: number;
  readonly #language: string | undefined;
  readonly #typed = signal<Typed | undefined>(undefined);
  readonly #state = signal<SaveState>('none');
  /** Whether nobody is in the field any more. */
  #isLeft = false;
  /** How many requests are under way: whoever types on may save again before the first was answered. */
  #sending = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** All that is saved before the field is left is one step of undo. */
  #group = crypto.randomUUID();

  constructor(gallery: EditedGallery, words: Words, imageId: number, language: string | undefined) {
    this.#gallery = gallery;
    this.#words = words;
    this.#imageId = imageId;
    this.#language = language;
  }

  /** What is typed and not yet shown by the image itself. */
  readonly typed: ReadonlySignal<string | undefined> = computed(() => this.#typed.value?.text);
  readonly state: ReadonlySignal<SaveState> = this.#state;

  /** Whether somebody else's text came while this one was typed. */
  isOvertakenBy(current: string): boolean {
    const typed = this.#typed.value;
    const isOurs = typed === undefined || current === typed.base || current === toText(typed.text);
    return !isOurs && this.#state.value !== 'saving';
  }

  /** Notes what is typed, and saves it after a pause. */
  type(text: string): void {
    this.#isLeft = false;
    this.#typed.value = { text, base: this.#typed.peek()?.base ?? this.#current() };
    if (this.#state.peek() !== 'saving') this.#state.value = 'typed';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** Saves what is typed, unless it is what the image has, or somebody else has changed it. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    const typed = this.#typed.peek();
    if (typed === undefined) return;
    const [text, current] = [toText(typed.text), this.#current()];
    if (text === current) return this.#rest();
    if (this.isOvertakenBy(current)) return this.#words.noteConflict(this.#conflict(text, current));
    await this.#send(text, typed.base);
  }

  /** Brings back what was there before anything was typed. */
  discard(): void {
    clearTimeout(this.#timer);
    this.#typed.value = undefined;
    this.#state.value = 'none';
    this.#words.settle(this.#imageId, this.#language);
  }

  /** Saves, and shows from then on what the image has. */
  async leave(): Promise<void> {
    this.#isLeft = true;
    await this.save();
    this.#group = crypto.randomUUID();
    // What is being sent may be refused: then it is still here.
    if (this.#sending > 0 || this.#state.peek() === 'failed') return;
    // What the service has kept is shown then, even where it is not what was sent.
    if (this.#state.peek() === 'saved' || toText(this.#typed.peek()?.text ?? '') === this.#current()) {
      this.#typed.value = undefined;
    }
  }

  /** Saves ours over what somebody else has written. */
  async keepOurs(ours: string): Promise<void> {
    this.#words.settle(this.#imageId, this.#language);
    this.#typed.value = { text: ours, base: this.#current() };
    await this.leave();
  }

  async #send(text: string, base: string): Promise<void> {
    this.#sending += 1;
    this.#state.value = 'saving';
    this.#rebase(text);
    const patches = [toTextPatch(this.#imageId, this.#language, text)];
    const isDone = await this.#gallery.run({ kind: 'patch', patches }, t.value.words.stepOfOne, this.#group);
    this.#sending -= 1;
    if (!isDone) this.#rebase(base);
    if (this.#sending > 0) return;
    const isTypedOn = toText(this.#typed.peek()?.text ?? text) !== text;
    if (isTypedOn) this.#state.value = 'typed';
    else this.#state.value = isDone ? 'saved' : 'failed';
    // Whoever has left the field while this was sent sees from now on what the service has kept.
    if (this.#isLeft && isDone && !isTypedOn) this.#typed.value = undefined;
  }

  /** What is typed from now on is compared with this text. */
  #rebase(base: string): void {
    const typed = this.#typed.peek();
    if (typed !== undefined) this.#typed.value = { ...typed, base };
  }

  #rest(): void {
    if (this.#state.peek() === 'typed' || this.#state.peek() === 'failed') this.#state.value = 'none';
  }

  #current(): string {
    const image = this.#gallery.view.peek().images.find(({ id }) => id === this.#imageId);
    return image === undefined ? '' : textOf(image, this.#language);
  }

  #conflict(ours: string, theirs: string): TextConflict {
    return { imageId: this.#imageId, language: this.#language, ours, theirs };
  }
}
