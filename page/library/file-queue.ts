import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure } from '../api/failure.ts';
import { noteAddedMedia } from './added-media.ts';

/** How many files are sent at a time. */
const LANES = 3;

/** A file that is to come into the library. Its key stays, so that another attempt adds it no second time. */
export interface QueuedFile {
  readonly key: string;
  readonly file: File;
  readonly status: 'waiting' | 'sending' | 'added' | 'failed';
  /** Why it was not added, in plain words. */
  readonly reason?: string | undefined;
}

/** Files on their way into the library. */
export class FileQueue {
  readonly #files = signal<readonly QueuedFile[]>([]);
  #laneCount = 0;

  readonly files: ReadonlySignal<readonly QueuedFile[]> = this.#files;
  readonly failed: ReadonlySignal<readonly QueuedFile[]> = computed(() =>
    this.#files.value.filter(({ status }) => status === 'failed'),
  );
  readonly isBusy: ReadonlySignal<boolean> = computed(() =>
    this.#files.value.some(({ status }) => status === 'waiting' || status === 'sending'),
  );

  /** Sends files, and those of before that have failed where there are none. @returns how many were added. */
  async add(files: readonly File[]): Promise<number> {
    const fresh = files.map((file) => ({ key: crypto.randomUUID(), file, status: 'waiting' }) as const);
    const before = this.#files.peek().filter(({ status }) => status !== 'added');
    const again = files.length > 0 ? before : before.map((each) => this.#toWaiting(each));
    this.#files.value = [...again, ...fresh];
    const lanes = Array.from({ length: LANES - this.#laneCount }, async () => await this.#lane());
    await Promise.all(lanes);
    return this.#files.peek().filter(({ status }) => status === 'added').length;
  }

  /** Forgets the files that have failed. */
  dismiss(): void {
    this.#files.value = this.#files.peek().filter(({ status }) => status !== 'failed');
  }

  #toWaiting(queued: QueuedFile): QueuedFile {
    return queued.status === 'failed' ? { ...queued, status: 'waiting', reason: undefined } : queued;
  }

  async #lane(): Promise<void> {
    this.#laneCount += 1;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#send(next);
    this.#laneCount -= 1;
  }

  #next(): QueuedFile | undefined {
    return this.#files.peek().find(({ status }) => status === 'waiting');
  }

  async #send({ key, file }: QueuedFile): Promise<void> {
    this.#change(key, { status: 'sending' });
    try {
      const options = { idempotencyKey: key };
      noteAddedMedia(await call(async () => await vitrine.media.create({ file, folder: 'general' }, options)));
      this.#change(key, { status: 'added' });
    } catch (error) {
      this.#change(key, { status: 'failed', reason: describeFailure(error) });
    }
  }

  #change(key: string, changed: Pick<QueuedFile, 'status' | 'reason'>): void {
    this.#files.value = this.#files.peek().map((each) => (each.key === key ? { ...each, ...changed } : each));
  }
}
