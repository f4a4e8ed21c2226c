import { type Image, type Problem, type Product, type Tagged, VitrineProblem } from 'vitrine-client';
import { applyCommand, type Command } from '../../../page/gallery/command.ts';
import type { AnsweredCommand, GalleryApi } from '../../../page/gallery/gallery-api.ts';
import type { GalleryView } from '../../../page/gallery/view.ts';

/** An image as the service shows it. */
export const makeImage = (id: number, position: number, changes: Partial<Image> = {}): Image => ({
  id,
  gallery: 'shop',
  position,
  isMain: position === 0,
  alt: '',
  alts: {},
  focalPoint: null,
  revision: 1,
  media: {
    id,
    fileName: `${id}.jpg`,
    format: 'jpeg',
    width: 10,
    height: 10,
    bytes: 100,
    frames: 1,
    thumbHash: null,
    color: null,
  },
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
  srcset: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...changes,
});

/** A request that waits until the test answers it. */
export interface Held {
  readonly what: string;
  /** Carries it out, and answers. */
  readonly answer: () => void;
  /** Carries it out, and keeps the answer until `answer`. */
  readonly carryOut: () => void;
}

/** The service as a gallery sees it, with one product, whose requests wait for the test. */
export class FakeService implements GalleryApi {
  readonly held: Held[] = [];
  #history: GalleryView[] = [];
  #isHolding = false;

  constructor(ids: readonly number[]) {
    this.#history = [{ images: ids.map((id, index) => makeImage(id, index)), variants: [] }];
  }

  get version(): number {
    return this.#history.length;
  }

  get view(): GalleryView {
    return this.#history.at(-1) ?? { images: [], variants: [] };
  }

  get ids(): readonly number[] {
    return this.view.images.map(({ id }) => id);
  }

  /** From now on requests wait, or do not any more. */
  hold(isHolding: boolean): void {
    this.#isHolding = isHolding;
  }

  /** Somebody else changes the product. @returns the version that this makes. */
  change(command: Command): number {
    this.#history.push(applyCommand(this.view, command));
    return this.version;
  }

  readonly read = async (): Promise<Tagged<Product>> => await this.#request('read', () => this.#product());

  readonly readVersion = async (): Promise<number> => await this.#request('version', () => this.version);

  readonly send = async (
    _product: string,
    command: Command,
    _key: string,
    etag: string | undefined,
  ): Promise<AnsweredCommand> =>
    await this.#request(command.kind, () => {
      const isText = command.kind === 'patch' && command.patches.some(({ alt }) => alt !== undefined);
      if (isText && etag !== this.#etag()) throw problem('version-mismatch', 412);
      this.#refuseGone(command);
      this.change(command);
      return { version: this.version, etag: this.#etag(), apply: (view) => view };
    });

  readonly goBack = async (
    _product: string,
    toVersion: number,
    _key: string,
    etag: string | undefined,
  ): Promise<Tagged<Product>> =>
    await this.#request('goBack', () => {
      if (etag !== this.#etag()) throw problem('version-mismatch', 412);
      this.#history.push(this.#history[toVersion - 1] ?? { images: [], variants: [] });
      return this.#product();
    });

  async #request<Value>(what: string, carryOut: () => Value): Promise<Value> {
    const result = Promise.withResolvers<Value>();
    let outcome: (() => void) | undefined;
    const once = (): (() => void) => (outcome ??= settle(result, carryOut));
    const request = { what, carryOut: () => void once(), answer: () => once()() };
    if (this.#isHolding) this.held.push(request);
    else request.answer();
    return await result.promise;
  }

  #refuseGone(command: Command): void {
    const named = command.kind === 'move' ? [...command.ids, ...(command.before === null ? [] : [command.before])] : [];
    const ids = command.kind === 'delete' ? command.ids : named;
    if (ids.some((id) => !this.ids.includes(id))) throw problem('image-not-found', 404);
  }

  #etag(): string {
    return `"v-${this.version}"`;
  }

  #product(): Tagged<Product> {
    return {
      id: 1,
      guid: '',
      version: this.version,
      changedAt: '2026-01-01T00:00:00.000Z',
      imageCount: this.view.images.length,
      cover: null,
      problems: [],
      missingAlts: {},
      etag: this.#etag(),
      // Every answer is read anew from JSON.
      ...structuredClone(this.view),
    };
  }
}

function settle<Value>(result: PromiseWithResolvers<Value>, carryOut: () => Value): () => void {
  try {
    const value = carryOut();
    return () => result.resolve(value);
  } catch (error) {
    return () => result.reject(error);
  }
}

function problem(word: string, status: number): VitrineProblem {
  const body: Problem = {
    type: `https://vitrine.test/docs/errors#${word}`,
    title: word,
    status,
    detail: word,
    requestId: '1',
  };
  return new VitrineProblem(status, body);
}
