import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Product, type Tagged, VitrineProblem } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { AnswersInOrder } from './answers-in-order.ts';
import { applyCommand, type Command, idsOf } from './command.ts';
import { isEmpty, type TextConflict, withoutConflicts } from './conflict.ts';
import { type Answered, sendCommand } from './send-command.ts';
import { canTakeBack, EMPTY_STACK, noteRedone, noteUndone, pushStep, type UndoStack } from './undo-stack.ts';
import type { GalleryView } from './view.ts';

/** A command that the service has not answered yet. */
interface Pending {
  readonly command: Command;
  readonly label: string;
  readonly group: string | undefined;
  /** What was shown when it was done: texts that are not as they were then are somebody else's. */
  readonly shown: GalleryView;
}

/** What the gallery tells the screen about, which puts it into words. */
export interface GalleryEvents {
  /** A command was refused: nothing of it was done, and it is not shown any more. */
  readonly onRefused: (error: unknown, command: Command) => void;
  /** Somebody else has changed the product; it is shown with both changes. */
  readonly onForeignChange: () => void;
  /** Somebody else has changed a text while it was edited here; theirs was kept. */
  readonly onTextConflict: (conflict: TextConflict) => void;
  /** A step cannot be taken back, because somebody else has changed the product since. */
  readonly onStepLost: () => void;
}

/** What a request of this page has done to the product. */
export interface OwnChange extends Answered {
  /** What it makes of what was there before it. */
  readonly apply: (view: GalleryView) => GalleryView;
  /** For undo. */
  readonly label: string;
  readonly group?: string | undefined;
}

/**
 * A product as this page shows and changes it.
 *
 * What the service has confirmed is kept apart from what waits for its answer: the view is the one with the other
 * applied. So a change is seen at once, and when somebody else changes the product in between, what waits is applied to
 * what they have made of it, and nothing of theirs is overwritten. Commands are sent one after another.
 */
export class Gallery {
  /** The number or the GUID of the product, as the address names it. */
  readonly product: string;
  readonly #confirmed = signal<Tagged<Product> | undefined>(undefined);
  readonly #pending = signal<readonly Pending[]>([]);
  readonly #failure = signal<unknown>(undefined);
  readonly #stack = signal<UndoStack>(EMPTY_STACK);
  readonly #answers = new AnswersInOrder<OwnChange>();
  readonly #ownVersions = new Set<number>();
  readonly #events: GalleryEvents;
  /** The highest version that this page has made, or has told people about. */
  #toldVersion = 0;
  #queue: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #reloading: Promise<void> | undefined;

  constructor(product: string, events: GalleryEvents) {
    this.product = product;
    this.#events = events;
  }

  /** The product as the service has confirmed it; undefined until it was read. */
  readonly confirmed: ReadonlySignal<Tagged<Product> | undefined> = this.#confirmed;

  /** Why the product could not be read. */
  readonly failure: ReadonlySignal<unknown> = this.#failure;

  /** What is shown: the confirmed product with all that waits. */
  readonly view: ReadonlySignal<GalleryView> = computed(() => {
    const view: GalleryView = this.#confirmed.value ?? { images: [], variants: [] };
    return this.#pending.value.reduce((shown, { command }) => applyCommand(shown, command), view);
  });

  /** The images whose changes wait for an answer. */
  readonly savingIds: ReadonlySignal<ReadonlySet<number>> = computed(
    () => new Set(this.#pending.value.flatMap(({ command }) => idsOf(command))),
  );

  /** How many changes wait. */
  readonly waitingCount: ReadonlySignal<number> = computed(() => this.#pending.value.length);

  /** What can be taken back, and done again. */
  readonly stack: ReadonlySignal<UndoStack> = this.#stack;

  /** Reads the product. */
  async load(): Promise<void> {
    this.#failure.value = undefined;
    try {
      const found = await call(async () => await vitrine.products.get(this.product));
      if (this.#toldVersion === 0) this.#toldVersion = found.version;
      this.#confirm(found);
    } catch (error) {
      this.#failure.value = error;
    }
  }

  /** Does a command: it is seen at once, and sent when those before it were answered. @returns whether it was done. */
  async run(command: Command, label: string, group?: string): Promise<boolean> {
    const pending: Pending = { command, label, group, shown: this.view.peek() };
    this.#pending.value = [...this.#pending.value, pending];
    return await this.#inTurn(async () => {
      try {
        return await this.#send(pending);
      } finally {
        this.#pending.value = this.#pending.value.filter((each) => each !== pending);
      }
    });
  }

  /** Takes the last step of this page back. */
  async undo(): Promise<void> {
    await this.#inTurn(async () => await this.#stepBack('undo'));
  }

  /** Does again what was taken back last. */
  async redo(): Promise<void> {
    await this.#inTurn(async () => await this.#stepBack('redo'));
  }

  /** Takes the product back to an earlier version, whoever made the changes since. @returns whether it was done. */
  async goBackTo(toVersion: number, label: string): Promise<boolean> {
    return await this.#inTurn(async () => {
      const found = await this.#restore(toVersion);
      if (found === undefined) return false;
      this.#stack.value = pushStep(this.#stack.peek(), {
        toVersion: found.version - 1,
        atVersion: found.version,
        label,
      });
      return true;
    });
  }

  /**
   * Notes what a request of this page has done that did not go through `run`, such as an upload. Answers may come in any
   * order: what belongs after one that has not come yet waits for it.
   */
  noteOwnChange(change: OwnChange): void {
    this.#noteStep(change);
    this.#answers.add(change.version, change);
    this.#applyAnswers();
  }

  /** Counts a request of this page as under way, so that what it does is not taken for somebody else's change. */
  async track<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#inFlight += 1;
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) void this.#comeToRest();
    }
  }

  /** Is told of every event of the product, in order. */
  noteEvent(version: number): void {
    if (this.#ownVersions.has(version) || version <= (this.#confirmed.peek()?.version ?? 0)) return;
    // The answer to a request of this page that made this version may still be on its way.
    if (this.#inFlight === 0) void this.#reload();
  }

  /** Reads the product again, and shows it with what waits. */
  async reload(): Promise<void> {
    await this.#reload();
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const run = this.#queue.then(async () => await this.track(work));
    this.#queue = run.then(
      () => undefined,
      () => undefined,
    );
    return await run;
  }

  async #send({ command: asked, label, group, shown }: Pending): Promise<boolean> {
    for (;;) {
      const before = this.#confirmed.peek();
      const { conflicts, command } = withoutConflicts(asked, shown, before);
      conflicts.forEach((conflict) => this.#events.onTextConflict(conflict));
      if (isEmpty(command)) return false;
      const key = crypto.randomUUID();
      try {
        const answered = await call(async () => await sendCommand(this.product, command, key, before?.etag));
        const apply = (view: GalleryView): GalleryView => answered.apply(applyCommand(view, command));
        this.#noteStep({ ...answered, apply, label, group });
        this.#answers.add(answered.version, { ...answered, apply, label });
        this.#applyAnswers();
        return true;
      } catch (error) {
        if (!(error instanceof VitrineProblem) || !error.is('version-mismatch')) return this.#refuse(error, asked);
        await this.#reload();
      }
    }
  }

  #refuse(error: unknown, command: Command): false {
    this.#events.onRefused(error, command);
    void this.#reload();
    return false;
  }

  async #stepBack(direction: 'undo' | 'redo'): Promise<void> {
    const step = this.#stack.peek()[direction].at(-1);
    if (step === undefined) return;
    const version = this.#confirmed.peek()?.version ?? 0;
    if (!canTakeBack(step, version, (each) => this.#ownVersions.has(each))) return this.#events.onStepLost();
    const found = await this.#restore(step.toVersion);
    if (found === undefined) return;
    const note = direction === 'undo' ? noteUndone : noteRedone;
    this.#stack.value = note(this.#stack.peek(), found.version);
  }

  /** Takes the product back to a version, unless somebody has changed it since it was last seen here. */
  async #restore(toVersion: number): Promise<Tagged<Product> | undefined> {
    const ifMatch = this.#confirmed.peek()?.etag;
    const idempotencyKey = crypto.randomUUID();
    try {
      const found = await call(
        async () => await vitrine.products.undo(this.product, toVersion, { ifMatch, idempotencyKey }),
      );
      this.#own(found.version);
      this.#confirm(found);
      return found;
    } catch (error) {
      await this.#reload();
      if (error instanceof VitrineProblem && error.is('version-mismatch')) this.#events.onStepLost();
      else this.#events.onRefused(error, { kind: 'patch', patches: [] });
      return undefined;
    }
  }

  #noteStep({ version, label, group }: OwnChange): void {
    this.#own(version);
    this.#stack.value = pushStep(this.#stack.peek(), { toVersion: version - 1, atVersion: version, label, group });
  }

  #own(version: number): void {
    this.#ownVersions.add(version);
  }

  #confirm(found: Tagged<Product>): void {
    const before = this.#confirmed.peek();
    // A slow answer may come after a newer one.
    if (before === undefined || found.version >= before.version) this.#confirmed.value = found;
    this.#applyAnswers();
  }

  /** Applies the answers that follow the confirmed version without a gap. */
  #applyAnswers(): void {
    const confirmed = this.#confirmed.peek();
    if (confirmed === undefined) return;
    const { version, changes } = this.#answers.takeAfter(confirmed.version);
    const last = changes.at(-1);
    if (last === undefined) return;
    const { images, variants } = changes.reduce<GalleryView>((view, { apply }) => apply(view), confirmed);
    this.#confirmed.value = { ...confirmed, images, variants, version, etag: last.etag, imageCount: images.length };
  }

  async #reload(): Promise<void> {
    this.#reloading ??= this.load().finally(() => (this.#reloading = undefined));
    await this.#reloading;
    if (this.#inFlight === 0) this.#tellForeignChange();
  }

  /** Once nothing is under way, a gap between answers is somebody else's change. */
  async #comeToRest(): Promise<void> {
    if (this.#answers.isWaiting()) await this.#reload();
    else this.#tellForeignChange();
  }

  #tellForeignChange(): void {
    const version = this.#confirmed.peek()?.version ?? 0;
    let isForeign = false;
    for (let each = this.#toldVersion + 1; each <= version; each += 1) isForeign ||= !this.#ownVersions.has(each);
    this.#toldVersion = Math.max(this.#toldVersion, version);
    if (isForeign) this.#events.onForeignChange();
  }
}
