import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Product, type Tagged, VitrineProblem } from 'vitrine-client';
import { AnswersInOrder } from './answers-in-order.ts';
import { applyCommand, type Command, idsOf } from './command.ts';
import { isEmpty, withoutConflicts } from './conflict.ts';
import { ForeignChanges } from './foreign-changes.ts';
import type { Answered, GalleryApi } from './gallery-api.ts';
import type { GalleryEvents } from './gallery-events.ts';
import { findNews, isSame, keepSame } from './kept-images.ts';
import { leftOf } from './left-of.ts';
import { idsOfAll, notIn, type Pending, withChanged } from './pending.ts';
import {
  canTakeBack,
  EMPTY_STACK,
  type KeptSteps,
  NO_STEPS,
  noteRedone,
  noteUndone,
  pushStep,
  type UndoStack,
} from './undo-stack.ts';
import type { GalleryView } from './view.ts';

/** What a request of this page has done to the product. */
export interface OwnChange extends Answered {
  /** What it makes of what was there before it. */
  readonly apply: (view: GalleryView) => GalleryView;
  /** For undo. */
  readonly label: string;
  readonly group?: string | undefined;
}

/** How long an answer may take after the event of what it answers, before the product is read without it. */
const ANSWER_DELAY_MS = 500;

/** How often a command is sent: each time somebody else may have changed the product in between. */
const MAX_ATTEMPTS = 20;

/** How often the product is read for one event: a replica of the database may be behind it. */
const MAX_READS = 3;
/** Is told of a command before it is done, with what is shown until then. */
type Watcher = (command: Command, view: GalleryView, group: string | undefined) => void;

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
  readonly #events: GalleryEvents;
  readonly #api: GalleryApi;
  readonly #confirmed = signal<Tagged<Product> | undefined>(undefined);
  readonly #pending = signal<readonly Pending[]>([]);
  readonly #failure = signal<unknown>(undefined);
  readonly #stack: Signal<UndoStack>;
  readonly #foreign: ForeignChanges;
  readonly #answers = new AnswersInOrder<OwnChange>();
  #queue: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #watcher: Watcher | undefined;
  #jobs = 0;
  #reloading: Promise<void> | undefined;

  constructor(product: string, events: GalleryEvents, api: GalleryApi, kept: KeptSteps = NO_STEPS) {
    this.product = product;
    this.#events = events;
    this.#api = api;
    this.#stack = signal(kept.stack);
    this.#foreign = new ForeignChanges(kept.ownVersions);
    this.stack = this.#stack;
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
  readonly savingIds: ReadonlySignal<ReadonlySet<number>> = computed(() => idsOfAll(this.#pending.value));

  /** How many changes wait. */
  readonly waitingCount: ReadonlySignal<number> = computed(() => this.#pending.value.length);

  /** What can be taken back, and done again. */
  readonly stack: ReadonlySignal<UndoStack>;

  /** Returns what lets a page that is loaded again still take its steps back. */
  keptSteps(): KeptSteps {
    return { stack: this.#stack.value, ownVersions: this.#foreign.ownVersions() };
  }

  /** Reads the product. */
  async load(): Promise<void> {
    this.#failure.value = undefined;
    try {
      this.#confirm(await this.#api.read(this.product));
    } catch (error) {
      this.#failure.value = error;
    }
  }

  /** Does a command: it is seen at once, and sent when those before it were answered. @returns whether it was done. */
  async run(command: Command, label: string, group?: string): Promise<boolean> {
    this.#watcher?.(command, this.view.peek(), group);
    const pending: Pending = { key: Symbol(label), command, madeFor: this.view.peek(), label, group };
    this.#pending.value = [...this.#pending.value, pending];
    return await this.#inTurn(async () => await this.#send(pending));
  }

  /** Tells somebody of every command from now on, such as the files that are on their way, whose places it may change. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** Takes the last step of this page back. @returns whether it was taken back. */
  async undo(): Promise<boolean> {
    return await this.#inTurn(async () => await this.#stepBack('undo'));
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
      this.#addStep(found.version, label);
      return true;
    });
  }

  /** Does something that answers without the product, such as to bring images back out of the trash. */
  async runElsewhere(work: () => Promise<unknown>, label: string): Promise<void> {
    await this.#inTurn(async () => {
      const version = this.#confirmed.peek()?.version ?? 0;
      await work();
      const found = await this.#api.read(this.product);
      if (found.version === version + 1) {
        this.#foreign.addOwn(found.version);
        this.#addStep(found.version, label);
      }
      this.#confirm(found);
    });
  }

  /**
   * Notes what a request of this page has done that did not go through `run`, such as an upload. Answers may come in any
   * order: what belongs after one that has not come yet waits for it.
   */
  noteOwnChange(change: OwnChange): void {
    this.#foreign.addOwn(change.version);
    this.#addStep(change.version, change.label, change.group);
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

  /** Waits for a job that this page has begun. What it does to the product is not somebody else's change. */
  async followJob(work: () => Promise<void>): Promise<void> {
    this.#jobs += 1;
    try {
      await work();
      await this.reload();
    } finally {
      this.#jobs -= 1;
      // What is news by then was of the job.
      if (this.#jobs === 0) this.#foreign.takeNews(this.#confirmed.peek()?.version ?? 0);
    }
  }

  /** Is told of every event of the product, in order. */
  noteEvent(version: number): void {
    if (!this.#isNews(version)) return;
    this.#foreign.hear(version);
    if (this.#inFlight === 0) return void this.#catchUp();
    // The answer to a request of this page that has made this version may still be on its way.
    setTimeout(() => void this.#catchUp(), ANSWER_DELAY_MS);
  }

  /** Reads the product until it is what events have told of: a read that was under way may have missed the last. */
  async #catchUp(): Promise<void> {
    for (let left = MAX_READS; left > 0 && this.#isNews(this.#foreign.heardVersion); left -= 1) await this.reload();
  }

  /** Is told that events may be missing: whether something has happened is asked for. */
  async noteGap(): Promise<void> {
    if (this.#confirmed.peek() === undefined) return;
    try {
      this.noteEvent(await this.#api.readVersion(this.product));
    } catch {
      // The next event tells of it.
    }
  }

  /** Reads the product again, and shows it with what waits. */
  async reload(): Promise<void> {
    this.#reloading ??= this.load().finally(() => (this.#reloading = undefined));
    await this.#reloading;
    if (this.#inFlight === 0) this.#tellNews();
  }

  #isNews(version: number): boolean {
    return !this.#foreign.isOwn(version) && version > (this.#confirmed.peek()?.version ?? 0);
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const run = this.#queue.then(async () => await this.track(work));
    this.#queue = run.then(
      () => undefined,
      () => undefined,
    );
    return await run;
  }

  async #send(made: Pending): Promise<boolean> {
    let pending = made;
    for (let attempts = 1; ; attempts += 1) {
      const { label, group } = pending;
      const before = this.#confirmed.peek();
      const { conflicts, command } = withoutConflicts(pending.command, pending.madeFor, before);
      conflicts.forEach((conflict) => this.#events.onTextConflict(conflict));
      if (isEmpty(command)) return this.#drop(made);
      try {
        const answered = await this.#api.send(this.product, command, crypto.randomUUID(), before?.etag);
        const apply = (view: GalleryView): GalleryView => answered.apply(applyCommand(view, command));
        // It stays what shows the change until the answer has its place, after all that come before it.
        this.#pending.value = withChanged(this.#pending.value, { ...pending, version: answered.version });
        this.noteOwnChange({ ...answered, apply, label, group });
        return true;
      } catch (error) {
        const left = await this.#findLeft(error, { ...pending, command });
        // A read that stays behind the refusal, as from a store that was restored, would have it sent for ever.
        const isBehind = attempts > 2 && before !== undefined && this.#confirmed.peek()?.etag === before.etag;
        const isUseless = isBehind || attempts >= MAX_ATTEMPTS;
        if (left !== undefined && isUseless) this.#events.onRefused(error, command);
        if (left === undefined || isUseless) return this.#drop(made);
        pending = { ...pending, command: left };
        this.#pending.value = withChanged(this.#pending.value, pending);
      }
    }
  }

  /** Shows a command no more of which nothing was done. */
  #drop({ key }: Pending): false {
    this.#pending.value = this.#pending.value.filter((each) => each.key !== key);
    return false;
  }

  /** Returns what to send after a command was refused, for what others have made of the product; undefined: nothing. */
  async #findLeft(error: unknown, { command, madeFor }: Pending): Promise<Command | undefined> {
    const isStale = error instanceof VitrineProblem && error.is('version-mismatch');
    await this.reload();
    const now = this.#confirmed.peek();
    // Whether somebody has changed the same texts is looked at before it is sent again.
    if (isStale) return command;
    const isGone = error instanceof VitrineProblem && error.is('image-not-found');
    const left = isGone && now !== undefined ? leftOf(command, madeFor, now) : undefined;
    if (left === undefined || isSame(left, command)) {
      this.#events.onRefused(error, command);
      return undefined;
    }
    const goneCount = idsOf(command).length - idsOf(left).length;
    if (goneCount > 0) this.#events.onPartlyGone(goneCount);
    return left;
  }

  async #stepBack(direction: 'undo' | 'redo'): Promise<boolean> {
    const step = this.#stack.peek()[direction].at(-1);
    if (step === undefined) return false;
    const version = this.#confirmed.peek()?.version ?? 0;
    if (!canTakeBack(step, version, (each) => this.#foreign.isOwn(each))) return this.#loseSteps();
    const found = await this.#restore(step.toVersion);
    if (found === undefined) return false;
    const note = direction === 'undo' ? noteUndone : noteRedone;
    this.#stack.value = note(this.#stack.peek(), found.version);
    this.#events.onStepped(direction, step.label);
    return true;
  }

  /** Takes the product back to a version, unless somebody has changed it since it was last seen here. */
  async #restore(toVersion: number): Promise<Tagged<Product> | undefined> {
    const etag = this.#confirmed.peek()?.etag;
    try {
      const found = await this.#api.goBack(this.product, toVersion, crypto.randomUUID(), etag);
      this.#foreign.addOwn(found.version);
      this.#confirm(found);
      return found;
    } catch (error) {
      await this.reload();
      if (!(error instanceof VitrineProblem) || !error.is('version-mismatch')) {
        this.#events.onRefused(error, { kind: 'patch', patches: [] });
      } else if (this.#inFlight > 1) {
        // It was a file of this page that came in between; its step is the last one now.
        this.#events.onStepLate();
      } else this.#loseSteps();
      return undefined;
    }
  }

  /** No step can be taken back alone once others have changed the product after it. */
  #loseSteps(): false {
    this.#stack.value = EMPTY_STACK;
    this.#events.onStepLost();
    return false;
  }

  #addStep(version: number, label: string, group?: string): void {
    this.#stack.value = pushStep(this.#stack.peek(), { toVersion: version - 1, atVersion: version, label, group });
  }

  #confirm(found: Tagged<Product>): void {
    const before = this.#confirmed.peek();
    // A slow answer may come after a newer one.
    if (before !== undefined && found.version < before.version) return;
    const kept = before === undefined ? found : keepSame(found, before);
    const news = before === undefined ? [] : findNews(kept, before, this.view.peek());
    batch(() => {
      this.#confirmed.value = kept;
      this.#applyAnswers();
    });
    this.#foreign.find(news);
    if (before === undefined) this.#foreign.takeNews(found.version);
  }

  /** Applies the answers that follow the confirmed version without a gap. */
  #applyAnswers(): void {
    const confirmed = this.#confirmed.peek();
    if (confirmed === undefined) return;
    const { version, changes } = this.#answers.takeAfter(confirmed.version);
    const { images, variants } = changes.reduce<GalleryView>((view, { apply }) => apply(view), confirmed);
    const etag = changes.at(-1)?.etag ?? confirmed.etag;
    batch(() => {
      if (changes.length > 0) {
        this.#confirmed.value = { ...confirmed, images, variants, version, etag, imageCount: images.length };
      }
      this.#pending.value = notIn(version, this.#pending.peek());
    });
  }

  /** Once nothing is under way, a gap between answers is somebody else's change. */
  async #comeToRest(): Promise<void> {
    if (this.#answers.isWaiting()) await this.reload();
    await this.#catchUp();
    if (this.#inFlight === 0) this.#tellNews();
  }

  #tellNews(): void {
    if (this.#jobs > 0) return;
    const imageIds = this.#foreign.takeNews(this.#confirmed.peek()?.version ?? 0);
    if (imageIds !== undefined) this.#events.onForeignChange(imageIds);
  }
}
