import { type ReadonlySignal, signal } from '@preact/signals';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure, describeProblem } from '../api/failure.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { GalleryName } from '../gallery/view.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';

/** The most images of one job. */
const MAX_PER_JOB = 100;

/** How often a job is looked at, in milliseconds. */
const LOOK_MS = 1_000;

/** Addresses that the service fetches by itself, whatever becomes of this page. */
export interface UrlJob {
  readonly id: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly isOver: boolean;
  /** What went wrong, in plain words, with the address. */
  readonly reasons: readonly string[];
}

/** The jobs that this page has begun for a product. */
export class UrlJobs {
  readonly #gallery: Gallery;
  readonly #all = signal<readonly UrlJob[]>([]);

  readonly all: ReadonlySignal<readonly UrlJob[]> = this.#all;

  constructor(gallery: Gallery) {
    this.#gallery = gallery;
  }

  /** Has addresses fetched in their order, at the end of a gallery. */
  async begin(urls: readonly string[], gallery: GalleryName): Promise<void> {
    for (let at = 0; at < urls.length; at += MAX_PER_JOB) await this.#run(urls.slice(at, at + MAX_PER_JOB), gallery);
  }

  /** Shows a job no longer that is over. */
  close(id: string): void {
    this.#all.value = this.#all.peek().filter((job) => job.id !== id);
  }

  async #run(urls: readonly string[], gallery: GalleryName): Promise<void> {
    const idempotencyKey = crypto.randomUUID();
    const images = urls.map((url) => ({ url, gallery }));
    let shown: UrlJob = { id: idempotencyKey, total: urls.length, done: 0, failed: 0, isOver: false, reasons: [] };
    this.#show(shown);
    try {
      const { jobId } = await call(
        async () => await vitrine.images.createLater(this.#gallery.product, images, { idempotencyKey }),
      );
      await this.#gallery.followJob(async () => {
        while (!shown.isOver) {
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
          shown = await this.#look(shown, jobId, urls);
          this.#show(shown);
        }
      });
      announce(t.peek().uploads.jobProgress(shown.done, shown.total, shown.failed));
      if (shown.failed === 0) this.close(shown.id);
    } catch (error) {
      this.#show({ ...shown, isOver: true, reasons: [describeFailure(error)] });
    }
  }

  async #look(shown: UrlJob, jobId: string, urls: readonly string[]): Promise<UrlJob> {
    const { status, done, failed, results } = await call(async () => await vitrine.jobs.get(jobId));
    if (done > shown.done) void this.#gallery.reload();
    const isOver = status !== 'pending' && status !== 'running';
    const reasons = results.flatMap(({ problem }, index) =>
      problem === undefined ? [] : [`${urls[index] ?? ''}: ${describeProblem(problem)}`],
    );
    return { ...shown, done, failed, isOver, reasons };
  }

  #show(job: UrlJob): void {
    const isKnown = this.#all.peek().some(({ id }) => id === job.id);
    this.#all.value = isKnown
      ? this.#all.peek().map((each) => (each.id === job.id ? job : each))
      : [...this.#all.peek(), job];
  }
}
