import { readFile, rename, writeFile } from 'node:fs/promises';
import { type Image, isProductEvent, type VitrineEvent } from 'vitrine-client';

/** What the file has. */
interface Kept {
  /** The last event that the index knows of; undefined: none, so it has to be built. */
  position?: number;
  /** The words of images by products and images. */
  products: Record<string, Record<string, string>>;
}

/** A search index of the texts and the file names of images, in a file. */
export class SearchIndex {
  readonly #path: string;
  readonly #kept: Kept;

  private constructor(path: string, kept: Kept) {
    this.#path = path;
    this.#kept = kept;
  }

  /** Reads the index from its file, or begins an empty one. */
  static async open(path: string): Promise<SearchIndex> {
    const text = await readFile(path, 'utf8').catch(() => '{"products":{}}');
    const kept: Kept = JSON.parse(text);
    return new SearchIndex(path, kept);
  }

  get position(): number | undefined {
    return this.#kept.position;
  }

  /** Takes in all images of a product. */
  setProduct(product: number, images: readonly Image[]): void {
    this.#kept.products[product] = Object.fromEntries(images.map((image) => [image.id, wordsOf(image)]));
  }

  /** Takes in an event. The same one again changes nothing. */
  apply(event: VitrineEvent): void {
    if (!isProductEvent(event)) return;
    const words = (this.#kept.products[event.productId] ??= {});
    for (const image of event.data.images) words[image.id] = wordsOf(image);
    for (const id of event.data.imageIds) delete words[id];
  }

  /** Keeps the index, with the position that it has reached where that is known. */
  async save(position = this.#kept.position): Promise<void> {
    if (position !== undefined) this.#kept.position = position;
    // A file that is replaced as a whole is never half written.
    await writeFile(`${this.#path}.new`, JSON.stringify(this.#kept));
    await rename(`${this.#path}.new`, this.#path);
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.products = {};
  }

  /** Returns the numbers of the products that have an image with all of the words. */
  search(text: string): number[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return Object.entries(this.#kept.products)
      .filter(([, images]) => Object.values(images).some((image) => words.every((word) => image.includes(word))))
      .map(([product]) => Number(product));
  }
}

const wordsOf = ({ alt, alts, media }: Image): string =>
  [alt, ...Object.values(alts), media.fileName].join(' ').toLowerCase();
